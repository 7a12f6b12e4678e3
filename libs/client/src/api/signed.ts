import type { SignedRequest } from './types.js';

/** A signed request, and the time until which it is valid by this machine's clock. */
export interface Signed {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The time on the clock of `performance.now()`, because the clocks of client and server may differ. */
  readonly until: number;
}

/**
 * Converts the API's answer to a signed request.
 *
 * @param asked the time at which the API was asked, on the clock of `performance.now()`
 */
export const signed = ({ url, method, headers, expiresIn }: SignedRequest, asked: number): Signed => ({
  url,
  method,
  headers,
  until: asked + expiresIn * 1000,
});
