import type { HttpResponse } from '../storage/send.js';

/**
 * Returns the CRC64NVME of the whole object that a response shows, in Base64; `undefined` if it shows none. S3 makes it
 * of no parts (S3 User Guide, "Checking object integrity"), so a type that a browser may not see is `FULL_OBJECT`.
 */
export function crc64nvmeOf({ header }: HttpResponse): string | undefined {
  const crc = header('x-amz-checksum-crc64nvme');
  const type = header('x-amz-checksum-type') ?? 'FULL_OBJECT';
  return crc !== undefined && type === 'FULL_OBJECT' && /^[A-Za-z\d+/]{11}=$/.test(crc) ? crc : undefined;
}
