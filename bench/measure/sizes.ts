/** The amount of measuring. All values depend on the time that a report may take. */
export interface Sizes {
  readonly rounds: number;
  /** The seconds of load before the first round, for each server. */
  readonly warmUp: number;
  /** The seconds of load in one round, for each server. */
  readonly seconds: number;
  /** The milliseconds of signing in one round, for each signer. */
  readonly signingMs: number;
}

export const FULL: Sizes = { rounds: 5, warmUp: 4, seconds: 3, signingMs: 250 };

/** The smallest sizes, to check that everything runs. The figures have little meaning. */
export const QUICK: Sizes = { rounds: 1, warmUp: 0.5, seconds: 0.5, signingMs: 50 };
