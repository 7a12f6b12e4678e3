import { randomBytes } from 'node:crypto';

/** A JWK Set as production mounts it, new at every start: what was sealed ends with the process. */
export const newSealingKeys = (): string =>
  JSON.stringify({ keys: [{ kty: 'oct', k: randomBytes(32).toString('base64url') }] });
