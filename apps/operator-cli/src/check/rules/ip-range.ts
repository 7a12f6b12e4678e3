import * as range from '../../cluster/address-range.js';

/** Returns whether every address of the inner range is in the outer one. Text that is not a CIDR contains nothing. */
export function contains(outer: string, inner: string): boolean {
  const [big, small] = [range.parseRange(outer), range.parseRange(inner)];
  return big !== undefined && small !== undefined && range.contains(big, small);
}

/** Returns the length of a CIDR's prefix in bits; `undefined` if the text is not a CIDR. */
export const prefixLength = (text: string): number | undefined => range.parseRange(text)?.bits;
