import { ApiError } from '../platform/problems/api-error.js';
import { isExpiredSession, refusesSession } from '../tenancy/aws-credentials/refused-session.js';

/**
 * Errors in which S3 refuses the request, rather than fails itself. The names are from the S3 API Reference,
 * "Error responses".
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
/** `AccessDenied` is a refusal of HEAD only: the object is not there, or the role may not read it. */
export type RefusalCode = (typeof REFUSALS)[number] | 'AccessDenied';

export type Failure =
  /** The session behind the request is no good any more. */
  | { readonly kind: 'session' }
  | { readonly kind: 'refusal'; readonly code: RefusalCode }
  /** S3's, ours, or the operator's; not the caller's. */
  | { readonly kind: 'fault' };

/** S3's refusal of a call. The caller knows what it means for its request. */
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
 * A 403 to HEAD is a refusal of the request: for a key without an object S3 answers 403 to a role that may not list the
 * bucket, and 404 to one that may. S3 API Reference, HeadObject, "Permissions".
 *
 * @param error as the AWS SDK throws it
 * @param operation as the API Reference names it
 */
export function failureOf(error: unknown, operation: string): Failure {
  const { name, $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } };
  const code = name === undefined || NAMELESS.has(name) ? CODES[$metadata?.httpStatusCode ?? 0] : name;
  if (code !== undefined && isExpiredSession(code)) return { kind: 'session' };
  if (operation === 'HeadObject' && refusesSession(error)) return { kind: 'refusal', code: 'AccessDenied' };
  const refusal = REFUSALS.find((known) => known === code);
  return refusal ? { kind: 'refusal', code: refusal } : { kind: 'fault' };
}

/** An answer to HEAD has no body that names the error: its status must do. */
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
