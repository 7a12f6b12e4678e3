import type { Seal } from './seal.js';

/**
 * Release 0.1.0 sealed without `iat` and `bound`: its seals know their issuer by name alone, in `sub`. Release 0.2.0 accepts
 * them, unless the tenant has `sessionsNotBefore`. Release 0.3.0 removes this file: by then each of them has expired (15
 * days at most).
 */
export const isOfPreviousRelease = ({ iat, bound }: Seal): boolean =>
  iat === undefined && bound === undefined;
