import { hash } from 'node:crypto';

/** STS API Reference, AssumeRole: RoleSessionName and SourceIdentity are `[\w+=,.@-]{2,64}`. */
const LONGEST = 64;
/** Characters of Base64url: 132 bits. */
const DIGEST = 22;

/**
 * A name of a subject that STS takes: readable as far as it goes, and of this subject of this issuer alone, by the digest
 * at its end. No one can choose a subject that is named like another's.
 *
 * @param issuer as the tenant file calls it
 */
export function subjectSessionName(issuer: string, subject: string): string {
  const readable = subject.replace(/[^\w+=,.@-]/g, '-').slice(0, LONGEST - 1 - DIGEST);
  const digest = hash('sha256', JSON.stringify([issuer, subject]), 'base64url').slice(0, DIGEST);
  return `${readable}.${digest}`;
}
