/**
 * Returns whether a compact text has the only canonical spelling of its bytes: the unused bits of each part's last
 * letter must be zero (RFC 4648 §3.5). Decoders ignore these bits. Without this check, one signature (RFC 7515 §7.1) or
 * encrypted token (RFC 7516 §7.1) would have many spellings.
 */
export function isCanonical(compact: string): boolean {
  const parts = compact.split('.', MAX_PARTS + 1);
  return parts.length <= MAX_PARTS && parts.every(isSpeltOnce);
}

/**
 * The number of parts of an encrypted token (RFC 7516 §7.1). A signed token has three. A text with more parts is not
 * decoded.
 */
const MAX_PARTS = 5;

const isSpeltOnce = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;
