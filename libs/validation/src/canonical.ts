/**
 * RFC 4648 §3.5: whether the bits that each part's last letter leaves over are zero. Decoders pass them over, so that
 * otherwise one signature (RFC 7515 §7.1) or sealed text (RFC 7516 §7.1) could be spelt in many ways.
 */
export function isCanonical(compact: string): boolean {
  const parts = compact.split('.', MAX_PARTS + 1);
  return parts.length <= MAX_PARTS && parts.every(isSpeltOnce);
}

/** Of a sealed text (RFC 7516 §7.1); a signed one has three. More are never decoded. */
const MAX_PARTS = 5;

const isSpeltOnce = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;
