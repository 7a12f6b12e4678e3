const OPERATIONS = 1000;
/** The largest body of `POST /batches` in bytes. */
const LIMIT = 8 * 1024 ** 2;

/**
 * Returns the largest possible batch: operations with the longest keys, metadata and tags, filled up with white space
 * to the last byte.
 */
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
