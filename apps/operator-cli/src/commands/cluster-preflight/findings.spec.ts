import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { ClusterProfile, Cni } from '../../cluster/profile.js';
import { readProfile } from '../../cluster/read-profile.js';
import { SourceFile } from '../../kustomize/source-file.js';
import { asText, type Finding } from './finding.js';
import { inventoryFindings } from './inventory-findings.js';
import type { Inventory } from './inventory.js';
import { probeFindings, type Targets } from './probe-findings.js';
import type { ProbeReport } from './probe-program.js';

// These tests check a correct cluster, and clusters with faults: each fault is found, and no other is reported.

const ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/X';
const DISCOVERY = `${ISSUER}/.well-known/openid-configuration`;
const STS = 'https://sts.eu-west-1.amazonaws.com/';
const SERVER = '10.0.1.2:8080';
const API = '172.20.0.1:443';
const IMDS = '169.254.169.254:80';
const AGENT = '169.254.170.23:80';

const IMAGE = `registry.example/tenant-presign:1.0.0@sha256:${'5'.repeat(64)}`;

function profileOf(cni: Cni, image: string): ClusterProfile {
  const text = stringify({
    version: 1,
    issuer: ISSUER,
    region: 'eu-west-1',
    ipFamily: 'ipv4',
    cni,
    pods: ['10.0.0.0/16'],
    services: ['172.20.0.0/16'],
    dns: { type: cni === 'auto-mode' ? 'cluster-ip' : 'kube-dns', clusterIP: '172.20.0.10' },
    apiServer: { clusterIP: '172.20.0.1', subnets: ['10.0.0.0/28'] },
    monitoring: ['monitoring'],
    image,
    runbooks: 'https://git.example/operate.md',
  });
  return readProfile(new SourceFile('blue.yaml', text)).profile!;
}

const INVENTORY: Inventory = {
  client: 'v1.34.1',
  server: 'v1.34.4-eks-1',
  kustomize: 'v5.7.1',
  crds: new Set([
    'httproutes.gateway.networking.k8s.io',
    'servicemonitors.monitoring.coreos.com',
    'prometheusrules.monitoring.coreos.com',
    'scaledobjects.keda.sh',
    'services.serving.knative.dev',
    'ciliumnetworkpolicies.cilium.io',
    'externalsecrets.external-secrets.io',
    'targetgroupconfigurations.gateway.k8s.aws',
  ]),
  webhooks: new Set(['pod-identity-webhook']),
  agent: { ready: 3, wanted: 3 },
  metrics: true,
  vpcCni: ['aws-node', 'aws-eks-nodeagent'],
  dns: '172.20.0.10',
  apiServer: '172.20.0.1',
  issuer: ISSUER,
};
const ALL = new Set([
  'irsa',
  'pod-identity',
  'gateway-route',
  'service-monitor',
  'keda',
  'knative',
  'external-secret',
  'alb-target-group',
  'platform',
]);
const TARGETS: Targets = {
  server: SERVER,
  apiServer: API,
  metadata: IMDS,
  agent: AGENT,
  keys: false,
  clusterName: 'kubernetes.default.svc',
  issuerName: 'oidc.eks.eu-west-1.amazonaws.com',
  discovery: DISCOVERY,
  sts: STS,
};
const CONTROL: ProbeReport = {
  open: { [SERVER]: 'ok' },
  closed: { [IMDS]: 'ETIMEDOUT' },
  names: {},
  urls: {},
};
const OURS: ProbeReport = {
  open: { [AGENT]: 'ok' },
  closed: { [SERVER]: 'ETIMEDOUT', [IMDS]: 'ETIMEDOUT', [API]: 'ETIMEDOUT' },
  names: { 'kubernetes.default.svc': 'ok', 'oidc.eks.eu-west-1.amazonaws.com': 'ok' },
  urls: {
    [DISCOVERY]: { status: 200, text: JSON.stringify({ issuer: ISSUER }) },
    [STS]: { status: 302, text: '' },
  },
};

interface World {
  readonly cni?: Cni;
  readonly image?: string;
  readonly components?: ReadonlySet<string>;
  readonly inventory?: Partial<Inventory>;
  readonly targets?: Partial<Targets>;
  readonly control?: Partial<ProbeReport>;
  readonly ours?: Partial<ProbeReport>;
}

function findingsOf({
  cni = 'vpc-cni',
  image = IMAGE,
  components = ALL,
  inventory,
  targets,
  control,
  ours,
}: World): Finding[] {
  const profile = profileOf(cni, image);
  return [
    ...inventoryFindings(profile, { components, overlays: ['team-a'] }, { ...INVENTORY, ...inventory }),
    ...probeFindings(profile, { ...TARGETS, ...targets }, { ...CONTROL, ...control }, { ...OURS, ...ours }),
  ];
}
const wrongIn = (world: World) =>
  findingsOf(world).filter(({ status }) => status === 'failed' || status === 'warning');
const without = (crd: string) => ({ crds: new Set([...INVENTORY.crds!].filter((each) => each !== crd)) });
const url = (address: string, answer: object) => ({ urls: { ...OURS.urls, [address]: answer } });

it.each(['vpc-cni', 'auto-mode', 'cilium', 'calico'] as const)(
  'nothing is wrong with a %s cluster that is right',
  (cni) => {
    expect(wrongIn({ cni })).toEqual([]);
  },
);

it('a cluster lacks nothing that its overlays don’t need', () => {
  const inventory = {
    crds: new Set<string>(),
    webhooks: new Set<string>(),
    agent: undefined,
    metrics: false,
  };
  expect(wrongIn({ components: new Set(), inventory, targets: { agent: undefined } })).toEqual([]);
});

describe('one fault is one finding, with what to do', () => {
  it.each<readonly [string, World, string, RegExp]>([
    ['no API server', { inventory: { server: undefined } }, 'versions', /doesn’t answer/],
    ['an old cluster', { inventory: { server: 'v1.29.9', client: 'v1.31.0' } }, 'versions', /1\.29\.9/],
    ['an old kubectl', { inventory: { client: 'v1.30.2' } }, 'versions', /v1\.30\.2/],
    ['a kubectl far from the server', { inventory: { client: 'v1.31.0' } }, 'versions', /v1\.31\.0/],
    [
      'no Gateway API',
      { inventory: without('httproutes.gateway.networking.k8s.io') },
      'custom resources',
      /gateway-route needs it/,
    ],
    [
      'no Prometheus Operator for tenants',
      { inventory: without('servicemonitors.monitoring.coreos.com') },
      'custom resources',
      /service-monitor/,
    ],
    [
      'no Prometheus Operator for rules',
      { inventory: without('prometheusrules.monitoring.coreos.com') },
      'custom resources',
      /platform/,
    ],
    ['no KEDA', { inventory: without('scaledobjects.keda.sh') }, 'custom resources', /keda/],
    ['no Knative', { inventory: without('services.serving.knative.dev') }, 'custom resources', /knative/],
    [
      'no External Secrets',
      { inventory: without('externalsecrets.external-secrets.io') },
      'custom resources',
      /external-secret needs it/,
    ],
    [
      'no AWS Load Balancer Controller',
      { inventory: without('targetgroupconfigurations.gateway.k8s.aws') },
      'custom resources',
      /alb-target-group needs it/,
    ],
    [
      'no Cilium',
      { cni: 'cilium', inventory: without('ciliumnetworkpolicies.cilium.io') },
      'custom resources',
      /cni: cilium/,
    ],
    [
      'no webhook',
      { inventory: { webhooks: new Set(['vpc-resource-mutating-webhook']) } },
      'IRSA webhook',
      /irsa needs it/,
    ],
    ['no agent', { inventory: { agent: undefined } }, 'Pod Identity agent', /missing/],
    [
      'an agent that isn’t ready',
      { inventory: { agent: { ready: 2, wanted: 3 } } },
      'Pod Identity agent',
      /2 of 3/,
    ],
    [
      'custom resources that can’t be seen',
      { inventory: { crds: undefined } },
      'custom resources',
      /may not list/,
    ],
    ['webhooks that can’t be seen', { inventory: { webhooks: undefined } }, 'IRSA webhook', /may not list/],
    ['metrics that can’t be seen', { inventory: { metrics: undefined } }, 'metrics-server', /may not list/],
    ['no metrics', { inventory: { metrics: false } }, 'metrics-server', /keda scales by it/],
    [
      'policies that nothing enforces, by the add-on',
      { inventory: { vpcCni: ['aws-node'] } },
      'policy agent',
      /nothing enforces/,
    ],
    ['an image without a digest', { image: IMAGE.replace(/@.*/, '') }, 'image digest', /without a digest/],
    ['another issuer', { inventory: { issuer: `${ISSUER}2` } }, 'issuer', /the cluster has/],
    ['another address of DNS', { inventory: { dns: '10.100.0.10' } }, 'DNS address', /10\.100\.0\.10/],
    [
      'another address of the API server',
      { inventory: { apiServer: '10.100.0.1' } },
      'API server address',
      /10\.100\.0\.1/,
    ],
    [
      'policies that nothing enforces, by a probe',
      { ours: { closed: { ...OURS.closed, [SERVER]: 'ok' } } },
      'network policies',
      /nothing enforces policies/,
    ],
    [
      'pods that reach no other',
      { control: { open: { [SERVER]: 'EHOSTUNREACH' } } },
      'network policies',
      /proves nothing/,
    ],
    [
      'no DNS',
      { ours: { names: { ...OURS.names, 'kubernetes.default.svc': 'EAI_AGAIN' } } },
      'DNS',
      /EAI_AGAIN/,
    ],
    [
      'no DNS of the world',
      { ours: { names: { ...OURS.names, [TARGETS.issuerName]: 'ENOTFOUND' } } },
      'DNS',
      /ENOTFOUND/,
    ],
    [
      'no way to the issuer',
      { ours: url(DISCOVERY, { error: 'ETIMEDOUT' }) },
      'issuer reachable',
      /ETIMEDOUT/,
    ],
    [
      'an issuer that isn’t there',
      { ours: url(DISCOVERY, { status: 404, text: '' }) },
      'issuer reachable',
      /404/,
    ],
    [
      'another issuer at the address',
      { ours: url(DISCOVERY, { status: 200, text: '{"issuer":"https://x"}' }) },
      'issuer reachable',
      /https:\/\/x/,
    ],
    [
      'a page at the address',
      { ours: url(DISCOVERY, { status: 200, text: '<html>' }) },
      'issuer reachable',
      /no issuer/,
    ],
    ['no way to STS', { ours: url(STS, { error: 'UND_ERR_CONNECT_TIMEOUT' }) }, 'STS reachable', /UND_ERR/],
    [
      'an API server that pods reach',
      { ours: { closed: { ...OURS.closed, [API]: 'ok' } } },
      'API server',
      /though no overlay needs that/,
    ],
    [
      'no way to the API server, for its keys',
      { targets: { keys: true }, ours: { open: { ...OURS.open, [API]: 'ETIMEDOUT' } } },
      'API server',
      /ETIMEDOUT/,
    ],
    [
      'the node’s metadata',
      { ours: { closed: { ...OURS.closed, [IMDS]: 'ok' } } },
      'instance metadata',
      /gives out its credentials/,
    ],
    [
      'no way to the agent',
      { ours: { open: { [AGENT]: 'ECONNREFUSED' } } },
      'agent reachable',
      /ECONNREFUSED/,
    ],
  ])('%s', (_, world, check, says) => {
    const wrong = wrongIn(world);
    expect(wrong).toEqual([expect.objectContaining({ check, detail: expect.stringMatching(says) })]);
    expect(wrong[0]!.fix).toMatch(/\w/);
    expect(asText(wrong)).toContain(`→ ${wrong[0]!.fix}`);
  });
});

it('with keys of the API server an issuer needn’t be reached', () => {
  const ours = {
    ...url(DISCOVERY, { error: 'ETIMEDOUT' }),
    open: { ...OURS.open, [API]: 'ok' },
    names: { 'kubernetes.default.svc': 'ok' },
  };
  expect(wrongIn({ targets: { keys: true }, ours })).toEqual([]);
});
