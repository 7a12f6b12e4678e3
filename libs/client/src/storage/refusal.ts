import { TransferError } from '../errors.js';
import { textOf, type HttpResponse } from './send.js';

/** S3's codes of errors that may not occur again in another attempt (S3 API Reference, "Error responses"). */
const TEMPORARY_CODES = new Set([
  'BadDigest',
  'ConditionalRequestConflict',
  'IncompleteBody',
  'InternalError',
  'OperationAborted',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'XAmzContentSHA256Mismatch',
  'XAmzContentChecksumMismatch',
]);

/** S3's codes for a signed request that no API makes, so that its URL or its headers were damaged on the way. */
const DAMAGE_CODES = new Set([
  'AuthorizationQueryParametersError',
  'InvalidArgument',
  'InvalidBucketName',
  'InvalidRequest',
  'InvalidURI',
  'MethodNotAllowed',
  'NoSuchBucket',
]);

/** Returns `Retry-After` in milliseconds. The header has seconds or a date (RFC 9110 §10.2.3). */
export function retryAfterOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = Number(value);
  const milliseconds = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds);
}

/** Returns the error for a response of S3 whose status is not 2xx. Reads the body. */
export async function refusalOf(response: HttpResponse): Promise<TransferError> {
  const { status, header } = response;
  const text = await textOf(response).catch(() => '');
  const s3Code = /<Code>([\w.]{1,100})<\/Code>/.exec(text)?.[1];
  const facts = {
    status,
    s3Code,
    requestId: header('x-amz-request-id') ?? /<RequestId>([\w-]{1,100})<\/RequestId>/.exec(text)?.[1],
    retryAfter: retryAfterOf(header('retry-after')),
  };
  const words = `S3 answered ${status}${s3Code === undefined ? '' : ` ${s3Code}`}`;
  if (status === 404 && (s3Code === undefined || s3Code === 'NoSuchKey' || s3Code === 'NoSuchVersion')) {
    return new TransferError('not_found', 'The object does not exist.', facts);
  }
  if (s3Code === 'NoSuchUpload') {
    return new TransferError(
      'upload_not_active',
      'The storage no longer has the upload. Begin another one.',
      facts,
    );
  }
  if (status === 416) {
    return new TransferError(
      'object_changed',
      'The object is shorter than it was. Download it again.',
      facts,
    );
  }
  if (status === 412) {
    return new TransferError(
      'object_exists',
      'An object already has the key, and ifNoneMatch was set.',
      facts,
    );
  }
  const isTemporary =
    status >= 500 ||
    status === 429 ||
    status === 408 ||
    isDenial(facts) ||
    (s3Code !== undefined && TEMPORARY_CODES.has(s3Code)) ||
    // An answer of a proxy says nothing about the request.
    (status === 400 && s3Code === undefined);
  return new TransferError('storage_refused', `${words}.`, { ...facts, isTemporary });
}

/**
 * Returns whether S3 refused what was signed: the signature or the session has expired, or the request was damaged. The
 * next attempt is signed again.
 */
export const isDenial = ({ status, s3Code }: Pick<TransferError, 'status' | 's3Code'>): boolean =>
  status === 403 || (s3Code !== undefined && DAMAGE_CODES.has(s3Code));

/** Returns whether the storage asked for fewer requests. */
export const isPushBack = ({ status, code }: TransferError): boolean =>
  status === 503 || status === 429 || code === 'network';
