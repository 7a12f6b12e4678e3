import { notImplemented } from '../answers/s3-error.js';
import type { Place } from './locate.js';

export type OperationName =
  | 'HeadBucket'
  | 'ListObjectsV2'
  | 'GetObject'
  | 'HeadObject'
  | 'PutObject'
  | 'PostObject'
  | 'CopyObject'
  | 'DeleteObject'
  | 'DeleteObjects'
  | 'CreateMultipartUpload'
  | 'ListMultipartUploads'
  | 'UploadPart'
  | 'ListParts'
  | 'CompleteMultipartUpload'
  | 'AbortMultipartUpload';

interface Operation {
  readonly name: OperationName;
  readonly method: string;
  readonly on: 'bucket' | 'object';
  /** The query parameters that select this operation. */
  readonly needs?: readonly string[];
  readonly takes?: readonly string[];
}

/** The `response-…` parameters of GetObject and HeadObject. */
export const RESPONSE_OVERRIDES = [
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
];

const READING = [...RESPONSE_OVERRIDES, 'partNumber'];
const LISTING = [
  'prefix',
  'delimiter',
  'max-keys',
  'continuation-token',
  'start-after',
  'encoding-type',
  'fetch-owner',
];

/** All supported operations, from S3 API Reference, "Actions". Everything else is refused, including sub-resources. */
const OPERATIONS: readonly Operation[] = [
  { name: 'HeadBucket', method: 'HEAD', on: 'bucket' },
  { name: 'ListObjectsV2', method: 'GET', on: 'bucket', needs: ['list-type'], takes: LISTING },
  { name: 'GetObject', method: 'GET', on: 'object', takes: READING },
  { name: 'HeadObject', method: 'HEAD', on: 'object', takes: READING },
  { name: 'PutObject', method: 'PUT', on: 'object' },
  { name: 'DeleteObject', method: 'DELETE', on: 'object' },
  { name: 'DeleteObjects', method: 'POST', on: 'bucket', needs: ['delete'] },
  { name: 'CreateMultipartUpload', method: 'POST', on: 'object', needs: ['uploads'] },
  {
    name: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    needs: ['uploads'],
    takes: ['prefix', 'key-marker', 'upload-id-marker', 'max-uploads'],
  },
  { name: 'UploadPart', method: 'PUT', on: 'object', needs: ['uploadId', 'partNumber'] },
  {
    name: 'ListParts',
    method: 'GET',
    on: 'object',
    needs: ['uploadId'],
    takes: ['max-parts', 'part-number-marker'],
  },
  { name: 'CompleteMultipartUpload', method: 'POST', on: 'object', needs: ['uploadId'] },
  { name: 'AbortMultipartUpload', method: 'DELETE', on: 'object', needs: ['uploadId'] },
];

/** Returns the operation of a request. @throws S3Error `NotImplemented` */
export function operationOf(
  method: string,
  { key }: Place,
  parameters: ReadonlyMap<string, string>,
): OperationName {
  const on = key === '' ? 'bucket' : 'object';
  const given = [...parameters.keys()].filter((name) => !isIgnored(name));
  const found = OPERATIONS.find(
    ({ needs = [], takes = [], ...operation }) =>
      operation.method === method &&
      operation.on === on &&
      needs.every((name) => given.includes(name)) &&
      given.every((name) => needs.includes(name) || takes.includes(name)),
  );
  if (!found || (found.name === 'ListObjectsV2' && parameters.get('list-type') !== '2')) {
    throw notImplemented('parameter');
  }
  return found.name;
}

/**
 * Returns whether a parameter has no effect on the operation: the signature's parameters, `x-id` of the AWS SDKs, and
 * `x-…`, which S3 only logs. Headers that SDKs move into the query are refused, except checksums, which S3 does not
 * check there.
 */
function isIgnored(name: string): boolean {
  const lowerCase = name.toLowerCase();
  if (!lowerCase.startsWith('x-amz-')) return lowerCase.startsWith('x-');
  return AUTHENTICATION.test(lowerCase) || CHECKSUM.test(lowerCase);
}

const AUTHENTICATION =
  /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/;
const CHECKSUM = /^x-amz-(checksum-.+|sdk-checksum-algorithm)$/;
