import type { EpochSeconds } from '../sigv4/amz-date.js';

// A POST policy lists what a browser's form may upload. S3 API Reference, "Creating a POST policy".

/** A condition of a policy: an exact value, a beginning, or a range in bytes. */
export type PolicyCondition =
  | Readonly<Record<string, string>>
  | readonly ['starts-with', `$${string}`, string]
  | readonly ['content-length-range', number, number];

export interface PostPolicy {
  readonly expiresAt: EpochSeconds;
  readonly conditions: readonly PolicyCondition[];
}

/** Returns the policy as the form carries it: JSON in Base64. */
export function encodePolicy({ expiresAt, conditions }: PostPolicy): string {
  const expiration = new Date(expiresAt * 1000).toISOString();
  return Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
}
