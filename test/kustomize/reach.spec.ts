import { describe, expect, test } from 'vitest';
import { render } from '../../apps/operator-cli/src/kustomize/renderer.js';
import { Rendering } from '../../apps/operator-cli/src/kustomize/rendering.js';
import { readKeysFromApiServer } from './planted/kubernetes-keys.js';
import { KINDS, become, settings, type Kind } from './support/profiles.js';
import { Reach, type Actor, type NodeActor, type PodActor, type Port } from './support/reach.js';
import { Workspace, renderer } from './support/workspace.js';

// Tests which connections are allowed, for each CNI and address family. The rendered policies are evaluated by the
// rules of the CNI.

const tcp = (port: number): Port => ({ port, protocol: 'TCP' });
const udp = (port: number): Port => ({ port, protocol: 'UDP' });

function actors({ ipFamily, dns }: Kind) {
  const v4 = ipFamily === 'ipv4';
  const ip = (four: string, six: string) => (v4 ? four : six);
  const pod = (namespace: string, four: string, more: Partial<PodActor> = {}): PodActor => ({
    kind: 'pod',
    namespace,
    ip: ip(four, `2001:db8:1234:1a00::${four.split('.').at(-1)!}`),
    ...more,
  });
  const outside = (four: string, six: string): Actor => ({ kind: 'outside', ip: ip(four, six) });
  const node: NodeActor = { kind: 'node', ip: ip('10.0.1.1', '2001:db8:1234:1a01::1') };
  const apiServer = { ...outside('10.1.0.5', '2001:db8:1234:1b00::5'), entity: 'kube-apiserver' } as Actor;
  const dnsPod = pod('kube-system', '10.0.2.53', { labels: { 'k8s-app': 'kube-dns' } });
  const cache: NodeActor = { kind: 'node', ip: ip('169.254.20.10', 'fd00:10::10') };
  return {
    aws: outside('52.95.110.1', '2a05:d018::1'),
    issuer: outside('198.51.100.7', '2606:4700::7'),
    endpoint: outside('10.0.30.5', '2001:db8:1234:1a00:30::5'),
    endpointInTheApiServersSubnet: outside('10.1.0.7', '2001:db8:1234:1b00::7'),
    identityProvider: outside('10.50.0.9', 'fd99::9'),
    otherPrivate: outside('192.168.7.7', 'fd98::7'),
    otherOfTheVpc: outside('10.0.99.1', '2001:db8:1234:1a99::1'),
    apiServer,
    kubernetes: { kind: 'service', ip: ip('172.20.0.1', 'fd12:3456::1'), backends: [apiServer] } as Actor,
    otherOfTheServices: outside('172.20.0.2', 'fd12:3456::2'),
    metadata: outside('169.254.169.254', 'fd00:ec2::254'),
    agent: { kind: 'node', ip: ip('169.254.170.23', 'fd00:ec2::23') } as Actor,
    node,
    dnsPod,
    dnsService: {
      kind: 'service',
      ip: ip('172.20.0.10', 'fd12:3456::a'),
      backends: [dnsPod],
      ...(dns !== 'kube-dns' && { onNode: dns === 'node-local-dns' ? cache : node }),
    } as Actor,
    cache,
    sibling: pod('team-a', '10.0.3.1'),
    stranger: pod('team-x', '100.64.3.2'),
    client: pod('team-y', '10.0.3.3', { namespaceLabels: { 'tenant-presign/client': 'true' } }),
    portal: pod('portal', '10.0.3.4'),
    monitoring: pod('monitoring', '10.0.3.5'),
    observability: pod('observability', '10.0.3.6'),
    gateway: pod('gateway', '10.0.3.7'),
    serving: pod('knative-serving', '10.0.3.8'),
    kourier: pod('kourier-system', '10.0.3.9'),
    loadBalancer: outside('10.0.8.9', '2001:db8:1234:1a08::9'),
  } satisfies Record<string, Actor>;
}

type Name = keyof ReturnType<typeof actors>;
type Row = readonly [Name, Port, boolean];

const egress = ({ cni, dns }: Kind, agent: boolean, keys: boolean): readonly Row[] => [
  ['aws', tcp(443), true],
  ['issuer', tcp(443), true],
  ['endpoint', tcp(443), true],
  ['endpointInTheApiServersSubnet', tcp(443), true],
  ['identityProvider', tcp(443), true],
  ['dnsService', udp(53), true],
  ['dnsService', tcp(53), true],
  ['dnsPod', udp(53), dns !== 'cluster-ip'],
  ['cache', udp(53), dns === 'node-local-dns'],
  ['cache', tcp(53), dns === 'node-local-dns'],
  ['agent', tcp(80), agent],
  ['aws', tcp(80), false],
  ['aws', udp(443), false],
  ['endpoint', tcp(80), false],
  ['dnsPod', tcp(443), false],
  ['dnsService', tcp(443), false],
  ['otherPrivate', tcp(443), false],
  ['otherOfTheVpc', tcp(443), false],
  ['kubernetes', tcp(443), keys],
  ['apiServer', tcp(443), keys && (cni === 'calico' || cni === 'cilium')],
  ['apiServer', tcp(6443), false],
  ['kubernetes', tcp(80), false],
  ['otherOfTheServices', tcp(443), false],
  ['metadata', tcp(80), false],
  ['metadata', tcp(443), false],
  ['agent', tcp(443), false],
  ['node', tcp(443), false],
  ['node', tcp(10250), false],
  ['sibling', tcp(443), false],
  ['stranger', tcp(443), false],
  ['stranger', tcp(80), false],
];

const ingress = (gateway: boolean): readonly Row[] => [
  ['sibling', tcp(3000), true],
  ['client', tcp(3000), true],
  ['portal', tcp(3000), true],
  ['loadBalancer', tcp(3000), true],
  ['gateway', tcp(3000), gateway],
  ['node', tcp(3000), true],
  ['node', tcp(9090), true],
  ['monitoring', tcp(9090), true],
  ['observability', tcp(9090), true],
  ['monitoring', tcp(3000), false],
  ['sibling', tcp(9090), false],
  ['client', tcp(9090), false],
  ['portal', tcp(9090), false],
  ['loadBalancer', tcp(9090), false],
  ['gateway', tcp(9090), false],
  ['stranger', tcp(3000), false],
  ['aws', tcp(3000), false],
  ['otherOfTheVpc', tcp(3000), false],
  ['serving', tcp(8012), false],
];

const KNATIVE_INGRESS: readonly Row[] = [
  ['serving', tcp(8012), true],
  ['kourier', tcp(8012), true],
  ['serving', tcp(9090), true],
  ['monitoring', tcp(9190), true],
  ['observability', tcp(9190), true],
  ['node', tcp(8012), true],
  ['node', tcp(3000), true],
  ['kourier', tcp(9090), false],
  ['kourier', tcp(9190), false],
  ['sibling', tcp(3000), false],
  ['sibling', tcp(8012), false],
  ['stranger', tcp(8012), false],
];

const OVERLAYS = [
  { overlay: 'team-a', keys: false, agent: false, lets: ingress(true) },
  { overlay: 'team-a', keys: true, agent: false, lets: ingress(true) },
  { overlay: 'team-b', keys: false, agent: true, lets: ingress(false) },
  { overlay: 'team-c', keys: false, agent: false, lets: KNATIVE_INGRESS },
  { overlay: 'team-c', keys: true, agent: false, lets: KNATIVE_INGRESS },
] as const;

describe.each(KINDS)('$cni, $ipFamily, $dns', (kind) => {
  test.each(OVERLAYS)(
    '$overlay (keys of the API server: $keys) reaches what it needs, and is reached by those it serves',
    async ({ overlay, keys, agent, lets }) => {
      const workspace = new Workspace(overlay);
      become(workspace, settings(kind));
      if (keys) readKeysFromApiServer(workspace, `overlays/${overlay}`);
      expect(workspace.faults(overlay)).toEqual([]);
      const { objects } = Rendering.parse(render(renderer(), workspace.layout.overlay(overlay)));
      const reach = new Reach(objects, kind.cni, overlay);
      const all = actors(kind);
      const own = (name: Name): Actor =>
        name === 'sibling' ? { ...all.sibling, namespace: overlay } : all[name];
      const rows = egress(kind, agent, keys);
      expect(rows.map(([name, port]) => [name, port, reach.to(own(name), port)])).toEqual(rows);
      expect(lets.map(([name, port]) => [name, port, reach.from(own(name), port)])).toEqual(lets);
      // The API listens on IPv6 if the cluster has nothing else.
      expect(objects.some((object) => JSON.stringify(object).includes('{"name":"HOST","value":"::"}'))).toBe(
        kind.ipFamily === 'ipv6',
      );
    },
  );
});
