import { agentRange, apiServerRanges } from '../../cluster/network-policies.js';
import { formatRange } from '../../cluster/address-range.js';
import { LINK_LOCAL, METADATA, forbidden, single } from '../../cluster/reachable.js';
import { get, list, words } from '../../kustomize/data.js';
import { contains, prefixLength } from './ip-range.js';
import { KUBERNETES_KEYS } from './kubernetes-keys.js';
import type { NetworkSubject } from './policy-rule.js';

/** Returns what is wrong with a range that pods may reach; `undefined` if nothing is. */
export function blockFault(
  { profile, overlay }: NetworkSubject,
  block: unknown,
  ports: readonly unknown[],
): string | undefined {
  const cidr = words(get(block, 'cidr'));
  const except = list(get(block, 'except')).map(words);
  const toApiServer = overlay.has(KUBERNETES_KEYS) && apiServerRanges(profile).includes(cidr);
  if (toApiServer && ports.length > 0 && ports.every((port) => get(port, 'port') === 443)) return undefined;
  const within = (ranges: readonly string[]) => ranges.find((range) => contains(range, cidr));
  const covered = Object.entries(forbidden(profile)).flatMap(([name, ranges]) =>
    ranges
      .filter((range) => contains(cidr, range) && !except.some((each) => contains(each, range)))
      .map((range) => ({ name, range })),
  );
  if (covered.length > 0)
    return `${cidr} includes addresses that pods must not reach: ${outermost(covered).join(', ')}; name narrower ranges, as cluster:render computes them`;
  if (except.length > 0)
    return `the VPC CNI ignores except if another rule allows the same range; name ranges without except, as cluster:render computes them`;
  if (METADATA.some((each) => contains(cidr, each)))
    return `${cidr} has ${METADATA.find((each) => contains(cidr, each))!.split('/', 1)[0]}, at which the node gives out its own credentials; remove it`;
  const service = within(profile.services);
  if (service !== undefined && !isDns(cidr, ports))
    return `${cidr} is in the range of Services (${service}), which includes the API server; remove it`;
  if (within(LINK_LOCAL) !== undefined) {
    const known = [
      ...(profile.dns.address === undefined ? [] : [formatRange(single(profile.dns.address))]),
      ...(overlay.has('pod-identity') ? [agentRange(profile)] : []),
    ];
    if (!known.includes(cidr))
      return `${cidr} is link-local, and ${known.length === 0 ? 'nothing' : `only ${known.join(', ')}`} is needed of these addresses; remove it`;
  }
  const subnet = within(profile.apiServer.subnets);
  if (subnet !== undefined && prefixLength(cidr) !== (cidr.includes(':') ? 128 : 32))
    return `${cidr} is in a subnet of the API server (${subnet}); name single addresses of the subnet`;
  return undefined;

  /** Returns whether the range is the ClusterIP at which NodeLocal DNSCache or a node of Auto Mode answers DNS. */
  function isDns(range: string, asked: readonly unknown[]): boolean {
    return (
      profile.dns.type !== 'kube-dns' &&
      range === formatRange(single(profile.dns.clusterIP)) &&
      asked.length > 0 &&
      asked.every((port) => get(port, 'port') === 53)
    );
  }
}

/**
 * Returns the ranges that are in no other range of the list, since the API server's subnets are mostly part of the
 * pods' range and need not be named twice.
 */
const outermost = (all: readonly { readonly name: string; readonly range: string }[]): string[] =>
  all
    .filter(({ range }) => !all.some((other) => other.range !== range && contains(other.range, range)))
    .map(({ name, range }) => `${name} (${range})`);
