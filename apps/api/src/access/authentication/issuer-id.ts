import { hash } from 'node:crypto';
import type { IssuerEntry } from '#tenant-file';

/**
 * Returns the digest that identifies an issuer: of its name in the tenant file, its URL (`iss`) and its audience. An
 * entry that keeps the name but changes the URL or the audience is a different issuer.
 */
export const issuerIdOf = ({ name, issuer, audience }: IssuerEntry): string =>
  hash('sha256', JSON.stringify([name, issuer, audience]), 'base64url');
