import type { HttpResponse } from '../storage/send.js';

const MIB = 1024 ** 2;

export const bareEtag = (etag: string): string => etag.replaceAll('"', '');

/** The MD5 that an ETag is, in hexadecimal, with the number of parts of which it is made; `undefined` if it is none. */
export function md5OfEtag(etag: string): { readonly md5: string; readonly parts?: number } | undefined {
  const match = /^([0-9a-f]{32})(?:-(\d{1,5}))?$/.exec(bareEtag(etag));
  if (!match) return undefined;
  return { md5: match[1]!, ...(match[2] !== undefined && { parts: Number(match[2]) }) };
}

/**
 * Returns whether the response says that the ETag is no MD5 (S3 API Reference, "Object", ETag). Browsers may not see
 * it.
 */
export const hasOpaqueEtag = ({ header }: HttpResponse): boolean =>
  (header('x-amz-server-side-encryption') ?? '').startsWith('aws:kms') ||
  header('x-amz-server-side-encryption-customer-algorithm') !== undefined;

/**
 * The bytes of a part, of an object of so many parts: as this API plans them, or as other programs do by habit. It is
 * a guess, and only a digest that agrees shows that it was right.
 */
export function guessPartSize(size: number, parts: number): number | undefined {
  const planned = Math.max(8 * MIB, Math.ceil(size / 10_000 / MIB) * MIB);
  const usual = [planned, 5, 8, 10, 15, 16, 20, 25, 32, 50, 64].map((each) =>
    each < MIB ? each * MIB : each,
  );
  return usual.find((partSize) => Math.ceil(size / partSize) === parts);
}
