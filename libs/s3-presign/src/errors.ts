/**
 * What the library refuses. `code` is stable and made for programs; `message` says what to do.
 * The HTTP status is decided where HTTP is served.
 */
export class PresignError extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}
