import { randomFillSync } from 'node:crypto';
import { ulid } from 'ulid';

/**
 * Returns a ULID for a time in milliseconds since the epoch. The ids of one process are ascending, even if the clock is
 * set back.
 */
export type NextSigningId = (time: number) => string;

/** Crockford's base32 alphabet of ULIDs, followed by all pairs of its digits with 10 bits each. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PAIRS = Array.from({ length: 1024 }, (_, i) => DIGITS[i >> 5]! + DIGITS[i & 31]!);
/** The number of last digits that count, and their range. */
const COUNTING = 4;
const ROOM = 1 << 20;

/**
 * Returns a generator of ids. It takes one random ULID of the library per millisecond, and counts its last digits
 * upwards, beginning in their lower half, so that at least half a million ids follow. The library's own monotonic
 * factory encodes the time and splits the digits again for each id.
 */
export function signingIds(): NextSigningId {
  const random = pooledRandom();
  let last = Number.NEGATIVE_INFINITY;
  let head = '';
  let count = ROOM;
  return (time) => {
    count += 1;
    if (time > last || count >= ROOM) {
      last = Math.max(time, last);
      const id = ulid(last, random);
      head = id.slice(0, -COUNTING);
      count = valueOf(id.slice(-COUNTING)) % (ROOM / 2);
    }
    return head + PAIRS[count >> 10]! + PAIRS[count & 1023]!;
  };
}

function valueOf(digits: string): number {
  let value = 0;
  for (let i = 0; i < digits.length; i++) value = value * 32 + DIGITS.indexOf(digits[i]!);
  return value;
}

/**
 * Returns a source of random numbers from a pool. The library's own source asks the system for single bytes, sixteen
 * times per id.
 */
function pooledRandom(): () => number {
  const pool = Buffer.alloc(4096);
  let next = pool.length;
  return () => {
    if (next === pool.length) {
      randomFillSync(pool);
      next = 0;
    }
    return pool[next++]! / 256;
  };
}
