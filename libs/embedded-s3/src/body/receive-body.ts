import { STREAMING_UNSIGNED_PAYLOAD_TRAILER, type PayloadHash } from '#s3-presign';
import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { S3Error, invalidRequest } from '../answers/s3-error.js';
import { decodeAwsChunked } from './aws-chunked.js';
import { checkChecksums, checkMd5 } from './checksums.js';

/**
 * A body that was verified against its request, with the matching headers: without aws-chunked, and with the trailers.
 */
export interface ReceivedBody {
  readonly body: Buffer;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Verifies a body against its length, digests and checksums.
 *
 * @param raw the body as it was sent
 * @throws S3Error `IncompleteBody`, `XAmzContentSHA256Mismatch`, `BadDigest`, `InvalidDigest`, `InvalidRequest`
 */
export async function receiveBody(
  headers: IncomingHttpHeaders,
  raw: Buffer,
  payloadHash: PayloadHash,
): Promise<ReceivedBody> {
  checkLength(headers['content-length'], raw);
  const received =
    payloadHash === STREAMING_UNSIGNED_PAYLOAD_TRAILER ? unchunk(headers, raw) : plain(headers, raw);
  if (/^[0-9a-f]{64}$/.test(payloadHash) && hash('sha256', raw) !== payloadHash) {
    throw new S3Error(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  const md5 = headers['content-md5'];
  if (md5 !== undefined) checkMd5(String(md5), received.body);
  await checkChecksums(received.headers, received.body);
  return received;
}

/** Checks that the length of an upload is known in advance, as S3 requires. @throws S3Error `MissingContentLength` */
export function checkLengthIsKnown(headers: IncomingHttpHeaders): void {
  if (headers['content-length'] === undefined && headers['x-amz-decoded-content-length'] === undefined) {
    throw new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
}

function plain(headers: IncomingHttpHeaders, raw: Buffer): ReceivedBody {
  if (encodings(headers).includes('aws-chunked')) {
    throw invalidRequest(
      `aws-chunked needs an x-amz-content-sha256 of ${STREAMING_UNSIGNED_PAYLOAD_TRAILER}.`,
    );
  }
  return { body: raw, headers };
}

function unchunk(headers: IncomingHttpHeaders, raw: Buffer): ReceivedBody {
  const { body, trailers } = decodeAwsChunked(raw);
  checkLength(headers['x-amz-decoded-content-length'], body);
  const announced = String(headers['x-amz-trailer'] ?? '').toLowerCase();
  if (Object.keys(trailers).join(',') !== announced) {
    throw invalidRequest('The trailers are not those that x-amz-trailer announces.');
  }
  const left = encodings(headers).filter((encoding) => encoding !== 'aws-chunked');
  const { 'content-encoding': _, ...others } = headers;
  return {
    body,
    headers: { ...others, ...trailers, ...(left.length > 0 && { 'content-encoding': left.join(',') }) },
  };
}

const encodings = (headers: IncomingHttpHeaders) =>
  (headers['content-encoding'] ?? '')
    .split(',')
    .map((encoding) => encoding.trim())
    .filter(Boolean);

function checkLength(stated: string | string[] | undefined, body: Uint8Array): void {
  if (stated !== undefined && stated !== String(body.length)) {
    throw new S3Error(
      400,
      'IncompleteBody',
      'You did not provide the number of bytes specified by the Content-Length HTTP header',
    );
  }
}
