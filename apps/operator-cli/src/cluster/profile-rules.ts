import type { Path } from '../kustomize/source-file.js';
import { contains, overlaps, parseRange, type AddressRange } from './address-range.js';
import type { ClusterProfile } from './profile.js';
import { LINK_LOCAL, METADATA, POD_IDENTITY_AGENT, single, worldOf } from './reachable.js';

type Contradiction = readonly [Path, string];

/** Yields the contradictions between settings that are each valid. */
export function* contradictions(profile: ClusterProfile): Iterable<Contradiction> {
  yield* addresses(profile);
  yield* dns(profile);
  for (const name of ['endpoints', 'identityProviders'] as const)
    for (const [index, range] of profile[name].entries()) {
      const message = tooMuch(profile, range);
      if (message !== undefined) yield [[name, index], message];
    }
  yield* ingress(profile);
  const [, region] = /^https:\/\/oidc\.eks\.([a-z0-9-]+)\.amazonaws\.com/.exec(profile.issuer) ?? [];
  if (region !== undefined && region !== profile.region)
    yield [['region'], `is ${profile.region}, and the issuer’s URL names ${region}; correct one of them`];
}

const parsed = (range: string): AddressRange => parseRange(range)!;

function* addresses({
  pods,
  services,
  apiServer,
  dns: { clusterIP },
  ipFamily,
}: ClusterProfile): Iterable<Contradiction> {
  for (const [index, range] of pods.entries()) {
    const other = services.find((each) => overlaps(parsed(each), parsed(range)));
    if (other !== undefined)
      yield [
        ['pods', index],
        `is ${range}, which overlaps the range of Services, ${other}; correct one of them`,
      ];
  }
  for (const [path, address] of [
    [['dns', 'clusterIP'], clusterIP],
    [['apiServer', 'clusterIP'], apiServer.clusterIP],
  ] as const) {
    if (!services.some((range) => contains(parsed(range), single(address))))
      yield [path, `is ${address}, which is not in the range of Services (${services.join(', ')})`];
  }
  if (clusterIP === apiServer.clusterIP)
    yield [
      ['dns', 'clusterIP'],
      `is ${clusterIP}, the address of the API server; write the address of Service kube-dns`,
    ];
  for (const [index, range] of apiServer.subnets.entries()) {
    const other = services.find((each) => overlaps(parsed(each), parsed(range)));
    if (other !== undefined)
      yield [
        ['apiServer', 'subnets', index],
        `is ${range}, which is in the range of Services; name the subnets of the cluster’s network interfaces`,
      ];
  }
  if (worldOf(ipFamily, [...pods, ...services, ...apiServer.subnets]).length === 0)
    yield [
      ['pods'],
      'and the other ranges together include all public addresses, so that AWS can’t be reached; narrow them',
    ];
}

function* dns({ dns: { type, address }, cni, pods }: ClusterProfile): Iterable<Contradiction> {
  if (cni === 'auto-mode' && type !== 'cluster-ip')
    yield [
      ['dns', 'type'],
      `is ${type}; on Auto Mode the node itself resolves names, so it must be cluster-ip`,
    ];
  if (cni !== 'auto-mode' && type === 'cluster-ip')
    yield [
      ['dns', 'type'],
      `is cluster-ip, and policies of ${cni} match pods and not the address of a Service; write kube-dns, or node-local-dns if nodes run NodeLocal DNSCache`,
    ];
  if (address === undefined) return;
  const forbidden = [...METADATA, ...POD_IDENTITY_AGENT].some((each) =>
    contains(parsed(each), single(address)),
  );
  if (forbidden || pods.some((each) => contains(parsed(each), single(address))))
    yield [
      ['dns', 'address'],
      `is ${address}, at which NodeLocal DNSCache does not listen; write the address at which it listens`,
    ];
}

/** Returns why a range can't be the address of a service that the API may call; `undefined` if it can. */
function tooMuch({ pods, services, apiServer }: ClusterProfile, text: string): string | undefined {
  const range = parsed(text);
  const within = (others: readonly string[]) => others.find((each) => overlaps(parsed(each), range));
  const covered = (others: readonly string[]) => others.find((each) => contains(range, parsed(each)));
  const local = within(LINK_LOCAL);
  if (local !== undefined)
    return `is ${text}, which is in the link-local range (${local}), at which the node gives out its own credentials; remove it`;
  const service = within(services);
  if (service !== undefined)
    return `is ${text}, which is in the range of Services (${service}); name addresses of the VPC`;
  const wide = covered(pods);
  if (wide !== undefined)
    return `is ${text}, which includes every pod (${wide}); name only the addresses that pods need`;
  const subnet = within(apiServer.subnets);
  if (subnet !== undefined && !isSingle(range))
    return `is ${text}, which is in a subnet of the API server (${subnet}); name single addresses, such as 10.0.0.1/32`;
  return undefined;
}

const isSingle = ({ family, bits }: AddressRange): boolean => bits === (family === 'ipv4' ? 32 : 128);

function* ingress({
  ingress: { ranges, namespaces },
  pods,
  monitoring,
}: ClusterProfile): Iterable<Contradiction> {
  for (const [index, range] of ranges.entries()) {
    const wide = pods.find((each) => contains(parsed(range), parsed(each)));
    if (wide !== undefined || parsed(range).bits === 0)
      yield [
        ['ingress', 'ranges', index],
        `is ${range}, which admits every pod${wide === undefined ? '' : ` (${wide})`}; name the subnets of the load balancers`,
      ];
  }
  for (const [index, name] of namespaces.entries())
    if (name.startsWith('kube-'))
      yield [
        ['ingress', 'namespaces', index],
        `is ${name}, which has pods of many kinds; name the namespace of the gateway`,
      ];
  for (const [index, name] of monitoring.entries())
    if (name === 'default' || name.startsWith('kube-'))
      yield [
        ['monitoring', index],
        `is ${name}, which has pods of many kinds; name the namespace of Prometheus`,
      ];
}
