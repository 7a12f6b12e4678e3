/** How much is measured: everything grows with the time that a report may take. */
export interface Sizes {
  readonly rounds: number;
  /** Seconds of load before the first round, for each server. */
  readonly warmUp: number;
  /** Seconds of load in one round, for each server. */
  readonly seconds: number;
  /** Milliseconds of signing in one round, for each signer. */
  readonly signingMs: number;
}

export const FULL: Sizes = { rounds: 5, warmUp: 4, seconds: 3, signingMs: 250 };

/** To see that everything runs; its figures mean little. */
export const QUICK: Sizes = { rounds: 1, warmUp: 0.5, seconds: 0.5, signingMs: 50 };
