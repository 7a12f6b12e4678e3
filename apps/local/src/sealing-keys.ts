import { randomBytes } from 'node:crypto';

/**
 * Returns a JWK Set like the one that production mounts. It is new at every start: tokens that it sealed can't be
 * opened after the process has ended.
 */
export const newSealingKeys = (): string =>
  JSON.stringify({ keys: [{ kty: 'oct', k: randomBytes(32).toString('base64url') }] });
