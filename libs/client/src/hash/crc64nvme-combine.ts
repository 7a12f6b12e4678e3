// This file combines digests of pieces by CRC-64/NVME (NVM Command Set Specification, "64b CRC"). A reflected
// polynomial over GF(2) is a BigInt whose highest bit, 2^63, is x^0.

/** The polynomial, reflected and without x^64. */
const POLYNOMIAL = 0x9a6c9329ac4bc9b5n;
const ONE = 1n << 63n;
/** The factor by which each further byte multiplies the digest of the bytes before it. */
const X_TO_8 = ONE >> 8n;

/** A digest, big-endian as in S3, and the number of bytes that were digested. */
export interface Piece {
  readonly digest: Uint8Array;
  readonly length: number;
}

/**
 * Returns the digest of all pieces in sequence, like zlib's `crc32_combine`: each byte of the later piece multiplies
 * the digest of the earlier bytes by x^8.
 */
export function combineCrc64Nvme(pieces: Iterable<Piece>): Uint8Array {
  let whole = 0n;
  let factor = { length: 0, of: ONE };
  for (const { digest, length } of pieces) {
    if (length !== factor.length) factor = { length, of: power(X_TO_8, length) };
    whole = product(whole, factor.of) ^ new DataView(digest.buffer, digest.byteOffset).getBigUint64(0);
  }
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, whole);
  return bytes;
}

function power(base: bigint, exponent: number): bigint {
  let result = ONE;
  // No bit operators are used, since a length may have more than 32 bits.
  for (let left = exponent, square = base; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = product(result, square);
    square = product(square, square);
  }
  return result;
}

function product(one: bigint, other: bigint): bigint {
  let sum = 0n;
  let shifted = other;
  for (let bit = ONE; bit > 0n; bit >>= 1n) {
    if (one & bit) sum ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ POLYNOMIAL : shifted >> 1n;
  }
  return sum;
}
