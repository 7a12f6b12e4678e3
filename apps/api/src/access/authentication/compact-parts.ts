/**
 * Returns whether a compact JWS (RFC 7515 §7.1: three parts) or JWE (RFC 7516 §7.1: five parts) has the required number
 * of parts. Call this before splitting the text: an unauthenticated client may send thousands of parts, and each costs
 * as much as a short token.
 */
export function hasParts(compact: string, count: number): boolean {
  let dot = -1;
  for (let part = 1; part < count; part += 1) {
    dot = compact.indexOf('.', dot + 1);
    if (dot === -1) return false;
  }
  return !compact.includes('.', dot + 1);
}
