import { isQuerySigned, type ReceivedRequest, type RequestTarget } from '#s3-presign';
import type { Place } from './locate.js';

/** Returns whether a request is a browser's upload: posted to the bucket itself, and signed only in its body. */
export function isForm(
  { method, headers }: ReceivedRequest,
  target: RequestTarget,
  { bucket, key }: Place,
): boolean {
  const isPlain = [...target.parameters.keys()].every((name) => /^x-(?!amz-)/i.test(name)); // S3 only logs these
  return (
    method === 'POST' &&
    bucket !== '' &&
    key === '' &&
    isPlain &&
    !isQuerySigned(target) &&
    headers['authorization'] === undefined &&
    /^multipart\/form-data(?:;|$)/i.test(String(headers['content-type']))
  );
}
