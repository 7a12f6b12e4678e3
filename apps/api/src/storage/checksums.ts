import { CHECKSUM_BYTES, type ChecksumAlgorithm } from '#s3-presign';

/** Base64 checksums by algorithm, as S3 stores them. A composite checksum ends in `-` and the number of parts. */
export type Checksums = { readonly [algorithm in ChecksumAlgorithm]?: string };

export const ALGORITHMS = Object.keys(CHECKSUM_BYTES) as ChecksumAlgorithm[];

/**
 * Returns the checksums of an answer of S3.
 *
 * @param answer with members such as `ChecksumSHA256`
 */
export function checksumsOf(answer: object): Checksums {
  const members = answer as Record<string, string | undefined>;
  return Object.fromEntries(
    ALGORITHMS.flatMap((algorithm) => {
      const value = members[`Checksum${algorithm}`];
      return value === undefined ? [] : [[algorithm, value]];
    }),
  );
}
