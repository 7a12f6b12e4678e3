import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

/** A ULID for milliseconds since the epoch: in order within this process, whatever its clock does. */
export type NextSigningId = (time: number) => string;

export const signingIds = (): NextSigningId => monotonicFactory(pooledRandom());

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
