import { ApiError } from './api-error.js';

/** What a refusal says of the limits: header fields of its answer. */
export interface RateLimitFields {
  readonly ratelimit: string;
  readonly 'ratelimit-policy': string;
}

/** A policy by its name, and what it allows. */
export interface ViolatedPolicy {
  readonly name: string;
  /** In words, with the number. */
  readonly allows: string;
}

export class RateLimitedError extends ApiError {
  readonly violatedPolicies: readonly string[];

  /**
   * @param violated the policies that allow no more now
   * @param retryAfter seconds
   */
  constructor(
    violated: readonly ViolatedPolicy[],
    readonly retryAfter: number,
    readonly fields: RateLimitFields,
  ) {
    const allowed = violated.map(({ name, allows }) => `${name} allows ${allows}.`);
    super(
      'rate_limited',
      `${allowed.join(' ')} Send less, and wait ${retryAfter} s before the next request.`,
    );
    this.violatedPolicies = violated.map(({ name }) => name);
    this.name = 'RateLimitedError';
  }
}
