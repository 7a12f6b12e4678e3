import { isIP } from 'node:net';

export type Family = 'ipv4' | 'ipv6';

/** The addresses of a CIDR (RFC 4632, RFC 4291 §2.3). */
export interface AddressRange {
  readonly family: Family;
  /** The lowest address, as a number. */
  readonly first: bigint;
  /** The length of the prefix, in bits. */
  readonly bits: number;
}

const WIDTH: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 };

/** Parses `ADDRESS/BITS`, and sets the bits after the prefix to zero. Returns `undefined` if the text is not a CIDR. */
export function parseRange(text: string): AddressRange | undefined {
  const [address = '', length = '', ...others] = text.split('/');
  const version = isIP(address);
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const bits = Number(length);
  if (version === 0 || others.length > 0 || address.includes('%')) return undefined;
  if (!/^(?:0|[1-9]\d{0,2})$/.test(length) || bits > WIDTH[family]) return undefined;
  const host = BigInt(WIDTH[family] - bits);
  return { family, first: (numberOf(address, family) >> host) << host, bits };
}

/** Formats a range as RFC 5952 and Kubernetes write it. */
export const formatRange = ({ family, first, bits }: AddressRange): string =>
  `${family === 'ipv4' ? dotted(first) : colons(first)}/${bits}`;

/** Returns whether every address of the inner range is in the outer one. */
export function contains(outer: AddressRange, inner: AddressRange): boolean {
  if (outer.family !== inner.family || outer.bits > inner.bits) return false;
  const host = BigInt(WIDTH[outer.family] - outer.bits);
  return outer.first >> host === inner.first >> host;
}

/** Returns whether the ranges share an address. If two CIDRs do, one contains the other. */
export const overlaps = (one: AddressRange, other: AddressRange): boolean =>
  contains(one, other) || contains(other, one);

/**
 * Returns the fewest CIDRs that hold the addresses of a range without the holes, disjoint and in order. NetworkPolicies
 * have these CIDRs instead of `except`, since the VPC CNI loses an allowed range that equals an excepted one
 * (aws/aws-network-policy-agent, issues 120 and 344).
 */
export function subtract(range: AddressRange, holes: readonly AddressRange[]): AddressRange[] {
  const inside = holes.filter((hole) => overlaps(range, hole));
  if (inside.length === 0) return [range];
  if (inside.some((hole) => contains(hole, range))) return [];
  return halves(range).flatMap((half) => subtract(half, inside));
}

/** Returns the fewest disjoint CIDRs that hold the same addresses, IPv4 before IPv6, in order. */
export function normalize(ranges: readonly AddressRange[]): AddressRange[] {
  return (['ipv4', 'ipv6'] as const).flatMap((family) => {
    const own = ranges.filter((range) => range.family === family);
    const all: AddressRange = { family, first: 0n, bits: 0 };
    return own.length === 0 ? [] : subtract(all, subtract(all, own));
  });
}

function halves({ family, first, bits }: AddressRange): AddressRange[] {
  const size = 1n << BigInt(WIDTH[family] - bits - 1);
  return [first, first + size].map((start) => ({ family, first: start, bits: bits + 1 }));
}

function numberOf(address: string, family: Family): bigint {
  if (family === 'ipv4') return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  const [, head = address, tail] = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  const embedded = tail === undefined ? undefined : numberOf(tail, 'ipv4');
  const text =
    embedded === undefined
      ? head
      : `${head}${(embedded >> 16n).toString(16)}:${(embedded & 0xffffn).toString(16)}`;
  const [left = [], right] = text.split('::').map((side) => side.split(':').filter(Boolean));
  const missing = right === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array<string>(missing).fill('0'), ...(right ?? [])].reduce(
    (sum, group) => (sum << 16n) | BigInt(`0x${group}`),
    0n,
  );
}

const dotted = (address: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join('.');

/**
 * Formats an IPv6 address by RFC 5952 §4: `::` replaces the longest run of zero groups, the first one if several are
 * equally long, and never a single group.
 */
function colons(address: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  );
  const runs = [
    ...groups
      .map((group) => (group === '0' ? '0' : '1'))
      .join('')
      .matchAll(/0{2,}/g),
  ];
  const [longest] = runs.toSorted((one, other) => other[0].length - one[0].length);
  if (longest === undefined) return groups.join(':');
  const end = longest.index + longest[0].length;
  return `${groups.slice(0, longest.index).join(':')}::${groups.slice(end).join(':')}`;
}
