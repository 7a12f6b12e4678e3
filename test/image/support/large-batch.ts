const OPERATIONS = 1000;
/** Bytes that a body of `POST /batches` may have. */
const LIMIT = 8 * 1024 ** 2;

/** The largest batch there is: operations with the longest keys, metadata and tags, and white space to the last byte. */
export function largestBatch(): string {
  const operations = Array.from({ length: OPERATIONS }, (_, index) => ({
    operation: 'upload',
    key: `${'k'.repeat(1020)}${String(index).padStart(4, '0')}`,
    contentType: 'application/octet-stream',
    contentLength: 1,
    metadata: Object.fromEntries(Array.from({ length: 60 }, (_unused, n) => [`m${n}`, 'v'.repeat(28)])),
    tags: Object.fromEntries(Array.from({ length: 10 }, (_unused, n) => [`t${n}`, 'é'.repeat(200)])),
  }));
  const body = JSON.stringify({ operations });
  const room = LIMIT - Buffer.byteLength(body);
  if (room < 0) throw new RangeError(`The batch takes ${-room} bytes more than the limit.`);
  return body + ' '.repeat(room);
}
