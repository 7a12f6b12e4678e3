/**
 * An error of the library. `code` is stable, for programs. `message` says what to do. The HTTP server chooses
 * the status.
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
