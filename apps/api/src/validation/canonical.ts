/**
 * RFC 4648 §3.5: whether the bits that each part's last letter leaves over are zero. Decoders pass them over, so that
 * otherwise one signature (RFC 7515 §7.1) or sealed text (RFC 7516 §7.1) could be spelt in many ways.
 */
export const isCanonical = (compact: string): boolean => compact.split('.').every(isSpeltOnce);

const isSpeltOnce = (part: string): boolean => Buffer.from(part, 'base64url').toString('base64url') === part;
