import type { HttpResponse } from '../storage/send.js';

const MIB = 1024 ** 2;

export const bareEtag = (etag: string): string => etag.replaceAll('"', '');

/**
 * Returns the MD5 of an ETag, in hexadecimal, with the number of parts from which it is computed; `undefined` if the
 * ETag is not an MD5.
 */
export function md5OfEtag(etag: string): { readonly md5: string; readonly parts?: number } | undefined {
  const match = /^([0-9a-f]{32})(?:-(\d{1,5}))?$/.exec(bareEtag(etag));
  if (!match) return undefined;
  return { md5: match[1]!, ...(match[2] !== undefined && { parts: Number(match[2]) }) };
}

/**
 * Returns whether the response shows that the ETag is not an MD5 (S3 API Reference, "Object", ETag). Browsers may hide
 * these headers.
 */
export const hasOpaqueEtag = ({ header }: HttpResponse): boolean =>
  (header('x-amz-server-side-encryption') ?? '').startsWith('aws:kms') ||
  header('x-amz-server-side-encryption-customer-algorithm') !== undefined;

/**
 * Returns the probable size of a part, in bytes, for an object with this number of parts: as this API plans parts, or
 * as other programs usually do. Only a digest that matches proves the guess.
 */
export function guessPartSize(size: number, parts: number): number | undefined {
  const planned = Math.max(8 * MIB, Math.ceil(size / 10_000 / MIB) * MIB);
  const usual = [planned, 5, 8, 10, 15, 16, 20, 25, 32, 50, 64, 100, 128, 256, 512, 1024].map((each) =>
    each < MIB ? each * MIB : each,
  );
  return usual.find((partSize) => Math.ceil(size / partSize) === parts);
}
