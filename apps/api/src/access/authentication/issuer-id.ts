import { hash } from 'node:crypto';
import type { IssuerEntry } from '#tenant-file';

/**
 * Digest of what makes an issuer the one that it is: its name in the tenant file, its URL (`iss`) and its audience. An
 * entry that keeps the name and changes the rest is another issuer.
 */
export const issuerIdOf = ({ name, issuer, audience }: IssuerEntry): string =>
  hash('sha256', JSON.stringify([name, issuer, audience]), 'base64url');
