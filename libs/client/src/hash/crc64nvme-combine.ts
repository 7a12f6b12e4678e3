// CRC-64/NVME (NVM Command Set Specification, "64b CRC") of bytes that were digested in pieces. A reflected polynomial
// over GF(2) is a BigInt here whose highest bit, 2^63, is x^0.

/** Reflected, without x^64. */
const POLYNOMIAL = 0x9a6c9329ac4bc9b5n;
const ONE = 1n << 63n;
/** What another byte multiplies the digest of those before with. */
const X_TO_8 = ONE >> 8n;

/** A digest, big-endian as S3 has it, and the number of bytes that were digested. */
export interface Piece {
  readonly digest: Uint8Array;
  readonly length: number;
}

/**
 * Returns the digest of all pieces in a row. The way of zlib's `crc32_combine`: the bytes behind multiply the digest
 * of those before with x^8 each.
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
  // No bit operators: a length may have more than 32 bits.
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
