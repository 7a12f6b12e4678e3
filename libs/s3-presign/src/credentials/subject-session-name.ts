import { hash } from 'node:crypto';

/**
 * The longest session name in characters. STS API Reference, AssumeRole: RoleSessionName and SourceIdentity are
 * `[\w+=,.@-]{2,64}`.
 */
const LONGEST = 64;
/** The length of the digest in characters of Base64url, which carry 132 bits. */
const DIGEST = 22;

/**
 * Returns a session name that STS accepts for a subject. It begins with as much of the subject as is allowed, and ends
 * in a digest of issuer and subject. The digest keeps one subject from having the session name of another.
 *
 * @param issuer the issuer's name in the tenant file
 */
export function subjectSessionName(issuer: string, subject: string): string {
  const readable = subject.replace(/[^\w+=,.@-]/g, '-').slice(0, LONGEST - 1 - DIGEST);
  const digest = hash('sha256', JSON.stringify([issuer, subject]), 'base64url').slice(0, DIGEST);
  return `${readable}.${digest}`;
}
