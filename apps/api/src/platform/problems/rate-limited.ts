import { ApiError } from './api-error.js';

/** What a refusal says of the limits: header fields of its answer. */
export interface RateLimitFields {
  readonly ratelimit: string;
  readonly 'ratelimit-policy': string;
}

export class RateLimitedError extends ApiError {
  /**
   * @param violatedPolicies their names
   * @param retryAfter seconds
   */
  constructor(
    readonly violatedPolicies: readonly string[],
    readonly retryAfter: number,
    readonly fields: RateLimitFields,
  ) {
    super(
      'rate_limited',
      'That was too much at once. Wait as long as Retry-After says, and go on more slowly.',
    );
    this.name = 'RateLimitedError';
  }
}
