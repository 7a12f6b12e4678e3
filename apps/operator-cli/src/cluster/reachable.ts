import { isIP } from 'node:net';
import {
  formatRange,
  normalize,
  parseRange,
  subtract,
  type AddressRange,
  type Family,
} from './address-range.js';
import type { ClusterProfile } from './profile.js';

/**
 * The link-local addresses (RFC 3927, RFC 4291 §2.5.6), and those at which AWS serves the Instance Metadata Service and
 * agents on IPv6 nodes.
 */
export const LINK_LOCAL: readonly string[] = ['169.254.0.0/16', 'fe80::/10', 'fd00:ec2::/32'];
/** The addresses of the Instance Metadata Service, where a node gives out its own credentials. */
export const METADATA: readonly string[] = ['169.254.169.254/32', 'fd00:ec2::254/128'];
/** The addresses of the Pod Identity agent; see EKS User Guide, "Understand how EKS Pod Identity works". */
export const POD_IDENTITY_AGENT: readonly string[] = ['169.254.170.23/32', 'fd00:ec2::23/128'];

/** The addresses that are routed on the Internet; for IPv6, global unicast (RFC 4291 §2.4). */
const GLOBAL: Readonly<Record<Family, string>> = { ipv4: '0.0.0.0/0', ipv6: '2000::/3' };
/**
 * IPv4 addresses that are not global: RFC 6890 (“this network”, private, shared, loopback, link-local) and RFC 1112
 * (multicast and reserved).
 */
const NOT_GLOBAL: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
];

const parsed = (ranges: readonly string[]): AddressRange[] =>
  ranges.flatMap((each) => parseRange(each) ?? []);

/** Returns the range that contains one address. */
export const single = (address: string): AddressRange =>
  parseRange(`${address}/${isIP(address) === 4 ? 32 : 128}`)!;

/** Returns all public addresses except the given ones, as disjoint ranges. @param without CIDRs */
export const worldOf = (family: Family, without: readonly string[]): AddressRange[] =>
  subtract(parseRange(GLOBAL[family])!, parsed([...NOT_GLOBAL, ...without]));

/**
 * Returns the ranges that the API may call at TCP 443: AWS, the issuers' keys, and addresses of the VPC that the
 * profile names. Policies can't name hosts, so they allow all public addresses except those that must not be
 * reached.
 *
 * @returns CIDRs, disjoint and in order
 */
export function reachable(profile: ClusterProfile): string[] {
  const { ipFamily, pods, services, apiServer, endpoints, identityProviders } = profile;
  const world = worldOf(ipFamily, [...pods, ...services, ...apiServer.subnets]);
  return normalize([...world, ...parsed([...endpoints, ...identityProviders])]).map(formatRange);
}

/** Returns the ranges that pods may not reach, by a name for messages. tenant:check refuses rules that cover them. */
export const forbidden = ({
  pods,
  services,
  apiServer,
}: ClusterProfile): Readonly<Record<string, readonly string[]>> => ({
  'link-local': LINK_LOCAL,
  pods,
  Services: services,
  'the API server': apiServer.subnets,
});
