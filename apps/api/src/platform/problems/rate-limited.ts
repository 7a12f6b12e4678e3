import { ApiError } from './api-error.js';

/** The header fields by which a refusal describes the limits. */
export interface RateLimitFields {
  readonly ratelimit: string;
  readonly 'ratelimit-policy': string;
}

/** The name of a violated rate limit policy, and the rate that it allows. */
export interface ViolatedPolicy {
  readonly name: string;
  /** The allowed rate as text, with the number. */
  readonly allows: string;
}

export class RateLimitedError extends ApiError {
  readonly violatedPolicies: readonly string[];

  /**
   * @param violated the policies that allow no further request now
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
