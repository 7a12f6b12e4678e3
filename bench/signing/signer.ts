import type { BenchCredentials } from '../world/credentials.ts';

/** A signer, which makes a presigned GET of a key. */
export interface Signer {
  readonly title: string;
  /** Prepares what is equal for many keys. @returns a function that signs one key */
  prepare(credentials: BenchCredentials): (key: string) => unknown;
}

/** The lifetime of URLs in seconds. */
export const EXPIRES_IN = 600;
