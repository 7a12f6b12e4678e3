import type { BenchCredentials } from '../world/credentials.ts';

/** Something that makes a presigned GET of a key. */
export interface Signer {
  readonly title: string;
  /** @returns a function that signs one key; what many keys have in common is prepared once */
  prepare(credentials: BenchCredentials): (key: string) => unknown;
}

/** Seconds. */
export const EXPIRES_IN = 600;
