import { CHECKSUM_BYTES, type ChecksumAlgorithm } from '#s3-presign';

/** Base64 by algorithm, as S3 keeps them; a composite one (of parts) ends in `-` and their number. */
export type Checksums = { readonly [algorithm in ChecksumAlgorithm]?: string };

export const ALGORITHMS = Object.keys(CHECKSUM_BYTES) as ChecksumAlgorithm[];

/** @param answer with members as `ChecksumSHA256` */
export function checksumsOf(answer: object): Checksums {
  const members = answer as Record<string, string | undefined>;
  return Object.fromEntries(
    ALGORITHMS.flatMap((algorithm) => {
      const value = members[`Checksum${algorithm}`];
      return value === undefined ? [] : [[algorithm, value]];
    }),
  );
}
