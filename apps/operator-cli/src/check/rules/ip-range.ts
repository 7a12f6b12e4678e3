import { BlockList, isIP } from 'node:net';

/** Link-local addresses; among them 169.254.169.254, where a node hands out its own credentials. */
export const LINK_LOCAL = '169.254.0.0/16';
export const METADATA = '169.254.169.254/32';

/** Whether every address of the inner range is in the outer one. What is no CIDR contains nothing. */
export function contains(outer: string, inner: string): boolean {
  const [big, small] = [parse(outer), parse(inner)];
  if (!big || !small || big.family !== small.family || big.prefix > small.prefix) return false;
  const list = new BlockList();
  list.addSubnet(big.address, big.prefix, big.family);
  return list.check(small.address, small.family);
}

/** Bits; `undefined` for what is no CIDR. */
export const prefixLength = (range: string): number | undefined => parse(range)?.prefix;

function parse(range: string) {
  const [address = '', bits = ''] = range.split('/', 2);
  const version = isIP(address);
  const prefix = Number(bits);
  if (version === 0 || !/^\d{1,3}$/.test(bits) || prefix > (version === 4 ? 32 : 128)) return undefined;
  return { address, prefix, family: version === 4 ? ('ipv4' as const) : ('ipv6' as const) };
}
