import type { HttpResponse } from '../storage/send.js';

/**
 * Returns the CRC64NVME of the whole object, in Base64, from a response; `undefined` if the response has none. S3
 * computes no CRC64NVME over parts (S3 User Guide, "Checking object integrity"), so that a type that the browser hides
 * must be `FULL_OBJECT`.
 */
export function crc64nvmeOf({ header }: HttpResponse): string | undefined {
  const crc = header('x-amz-checksum-crc64nvme');
  const type = header('x-amz-checksum-type') ?? 'FULL_OBJECT';
  return crc !== undefined && type === 'FULL_OBJECT' && /^[A-Za-z\d+/]{11}=$/.test(crc) ? crc : undefined;
}
