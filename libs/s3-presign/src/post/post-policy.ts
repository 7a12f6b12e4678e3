import type { EpochSeconds } from '../sigv4/amz-date.js';

// S3 API Reference, "Creating a POST policy": what a browser's form may upload, and nothing else.

/** An exact match, a beginning, or a range in bytes. */
export type PolicyCondition =
  | Readonly<Record<string, string>>
  | readonly ['starts-with', `$${string}`, string]
  | readonly ['content-length-range', number, number];

export interface PostPolicy {
  readonly expiresAt: EpochSeconds;
  readonly conditions: readonly PolicyCondition[];
}

/** The policy as the form carries it: base64 of JSON. */
export function encodePolicy({ expiresAt, conditions }: PostPolicy): string {
  const expiration = new Date(expiresAt * 1000).toISOString();
  return Buffer.from(JSON.stringify({ expiration, conditions })).toString('base64');
}
