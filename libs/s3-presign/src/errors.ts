/**
 * What the library refuses. `code` is stable and made for programs; `message` says what to do.
 * HTTP status is the business of whoever serves HTTP.
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
