/** What else is known of a failed transfer. */
export interface TransferErrorFacts {
  /** The HTTP status of the response, if there was one. */
  readonly status?: number | undefined;
  /** The id of the request at the API (`requestId`) or at S3 (`x-amz-request-id`). */
  readonly requestId?: string | undefined;
  /** Milliseconds that the server asked to wait (`Retry-After`). */
  readonly retryAfter?: number | undefined;
  /** Whether the same request may succeed later. */
  readonly isTemporary?: boolean | undefined;
  /** JSON Pointers into the request that the API refused, each with what is wrong. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[] | undefined;
  readonly cause?: unknown;
}

/**
 * A transfer failed. `code` is stable: the API's problem codes as they are, and the library's own:
 * `network`, `storage_refused`, `object_changed`, `object_exists`, `source_changed`, `corrupted`, `not_verified`,
 * `not_found` and `unexpected_response`.
 */
export class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly retryAfter: number | undefined;
  readonly isTemporary: boolean;
  readonly errors: TransferErrorFacts['errors'];

  constructor(
    readonly code: string,
    message: string,
    facts: TransferErrorFacts = {},
  ) {
    super(message, { cause: facts.cause });
    this.status = facts.status;
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
    this.isTemporary = facts.isTemporary ?? false;
    this.errors = facts.errors;
  }
}

/** Returns whether an error is a `TransferError` with one of the codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): error is TransferError =>
  error instanceof TransferError && codes.includes(error.code);
