import { randomFillSync } from 'node:crypto';
import { ulid } from 'ulid';

/** A ULID for milliseconds since the epoch: in order within this process, whatever its clock does. */
export type NextSigningId = (time: number) => string;

/** Crockford's base32, as ULIDs have it, and all pairs of its digits: 10 bits each. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const PAIRS = Array.from({ length: 1024 }, (_, i) => DIGITS[i >> 5]! + DIGITS[i & 31]!);
/** Digits at the end that count, and how far. */
const COUNTING = 4;
const ROOM = 1 << 20;

/**
 * One of the library's for each millisecond, whose last digits count on from below the half: so there is room for half a
 * million more. ulid's own monotonic factory encodes the time and takes the digits apart for each anew.
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

/** ulid's own source asks the system for one byte at a time, sixteen times for an id. */
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
