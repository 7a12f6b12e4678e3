import type { Seal } from './seal.js';

/**
 * Returns whether a seal comes from release 0.1.0, which sealed without `iat` and `bound`: its seals name their issuer
 * only in `sub`. Release 0.2.0 accepts them unless the tenant has `sessionsNotBefore`. Release 0.3.0 removes this file,
 * because all such seals have expired by then (after 15 days at most).
 */
export const isOfPreviousRelease = ({ iat, bound }: Seal): boolean =>
  iat === undefined && bound === undefined;
