import type { SignedRequest } from './types.js';

/** A signed request, and until when it is of use by this machine's own clock. */
export interface Signed {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** On the clock of `performance.now()`: the clocks of the machines need not agree. */
  readonly until: number;
}

/** @param asked when it was asked for, on the clock of `performance.now()` */
export const signed = ({ url, method, headers, expiresIn }: SignedRequest, asked: number): Signed => ({
  url,
  method,
  headers,
  until: asked + expiresIn * 1000,
});
