import { ApiError } from '../platform/problems/api-error.js';
import { isExpiredSession, refusesSession } from '../tenancy/aws-credentials/refused-session.js';

/**
 * The error codes with which S3 refuses a request, as opposed to a failure of S3 itself. The names are from the S3 API
 * Reference, "Error responses".
 */
const REFUSALS = [
  'NoSuchKey',
  'NoSuchVersion',
  'NoSuchUpload',
  'InvalidPart',
  'InvalidPartOrder',
  'EntityTooSmall',
  'EntityTooLarge',
  'InvalidRequest',
  'InvalidTag',
  'BadDigest',
  'PreconditionFailed',
  'ConditionalRequestConflict',
] as const;
/**
 * The code of a refusal. `AccessDenied` is one for HEAD only: the object does not exist, or the role may not read it.
 */
export type RefusalCode = (typeof REFUSALS)[number] | 'AccessDenied';

export type Failure =
  /** The session that signed the request is no longer valid. */
  | { readonly kind: 'session' }
  | { readonly kind: 'refusal'; readonly code: RefusalCode }
  /** A fault of S3, of this service or of its configuration; not of the caller. */
  | { readonly kind: 'fault' };

/** A refusal by S3. The calling code knows its meaning for the request. */
export class S3Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    options?: ErrorOptions,
  ) {
    super(`S3 refused: ${code}`, options);
    this.name = 'S3Refusal';
  }
}

/**
 * Returns the kind of a failure. A 403 to HEAD is a refusal of the request: for a key without an object, S3 answers 403
 * to a role that may not list the bucket, and 404 to one that may (S3 API Reference, HeadObject, "Permissions").
 *
 * @param error an error that the AWS SDK threw
 * @param operation the operation's name in the API Reference
 */
export function failureOf(error: unknown, operation: string): Failure {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const code = name === undefined || NAMELESS.has(name) ? CODES[$metadata?.httpStatusCode ?? 0] : name;
  if (code !== undefined && isExpiredSession(code)) return { kind: 'session' };
  if (operation === 'HeadObject' && refusesSession(error)) return { kind: 'refusal', code: 'AccessDenied' };
  const refusal = REFUSALS.find((known) => known === code);
  return refusal ? { kind: 'refusal', code: refusal } : { kind: 'fault' };
}

/** The error names of answers to HEAD, which have no body with an error code. The status is used instead. */
const NAMELESS = new Set(['Unknown', 'UnknownError', 'NotFound']);
const CODES: Readonly<Record<number, string>> = {
  400: 'ExpiredToken',
  404: 'NoSuchKey',
  412: 'PreconditionFailed',
};

export const storageUnavailable = (cause?: unknown): ApiError =>
  new ApiError(
    'storage_unavailable',
    'The tenant’s storage can’t be reached now, or refuses the service. Try again.',
    undefined,
    { cause },
  );
