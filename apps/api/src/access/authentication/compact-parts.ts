/**
 * Returns whether a compact JWS (RFC 7515 §7.1: three parts) or JWE (RFC 7516 §7.1: five) has as many parts as it must.
 * To be asked before they are taken apart: a stranger may send thousands, and each costs as much as a short token.
 */
export function hasParts(compact: string, count: number): boolean {
  let dot = -1;
  for (let part = 1; part < count; part += 1) {
    dot = compact.indexOf('.', dot + 1);
    if (dot === -1) return false;
  }
  return !compact.includes('.', dot + 1);
}
