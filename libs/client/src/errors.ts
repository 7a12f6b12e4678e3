/** Further facts about a failed transfer. */
export interface TransferErrorFacts {
  /** The HTTP status of the response, if there was one. */
  readonly status?: number | undefined;
  /** S3's code of the refusal, such as `AccessDenied`. */
  readonly s3Code?: string | undefined;
  /** The id of the request at the API (`requestId`) or at S3 (`x-amz-request-id`). */
  readonly requestId?: string | undefined;
  /** The pause that the server asked for (`Retry-After`), in milliseconds. */
  readonly retryAfter?: number | undefined;
  /** Whether the same request may succeed later. */
  readonly isTemporary?: boolean | undefined;
  /** The parts of the request that the API refused: a JSON Pointer and the reason for each. */
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[] | undefined;
  readonly cause?: unknown;
}

/**
 * The error of a failed transfer. Its `code` is stable: a problem code of the API, or one of the library's own:
 * `network`, `storage_refused`, `object_changed`, `object_exists`, `source_changed`, `corrupted`, `not_verified`,
 * `not_found`, `invalid_source`, `invalid_target`, `unusable_token`, `wrong_api` and `unexpected_response`.
 */
export class TransferError extends Error {
  override readonly name = 'TransferError';
  readonly status: number | undefined;
  readonly s3Code: string | undefined;
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
    this.s3Code = facts.s3Code;
    this.requestId = facts.requestId;
    this.retryAfter = facts.retryAfter;
    this.isTemporary = facts.isTemporary ?? false;
    this.errors = facts.errors;
  }
}

/** Returns whether an error is a `TransferError` with one of the codes. */
export const hasCode = (error: unknown, ...codes: readonly string[]): error is TransferError =>
  error instanceof TransferError && codes.includes(error.code);
