import * as range from '../../cluster/address-range.js';

/** Returns whether every address of the inner range is in the outer one. What is no CIDR contains nothing. */
export function contains(outer: string, inner: string): boolean {
  const [big, small] = [range.parseRange(outer), range.parseRange(inner)];
  return big !== undefined && small !== undefined && range.contains(big, small);
}

/** Bits; `undefined` for what is no CIDR. */
export const prefixLength = (text: string): number | undefined => range.parseRange(text)?.bits;
