import { formatRange } from './address-range.js';
import type { ClusterProfile } from './profile.js';
import { POD_IDENTITY_AGENT, reachable, single } from './reachable.js';

/** The selector of the API's pods. */
export const OURS = { matchLabels: { 'app.kubernetes.io/name': 'tenant-presign' } };
/** The label that the base gives to all objects. */
const PART_OF = { 'app.kubernetes.io/part-of': 'tenant-presign' };
/** The label of namespaces whose pods may call the API. */
export const CLIENTS = { 'tenant-presign/client': 'true' };
export const KUBE_DNS = {
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
  podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
};
const NODE_LOCAL_DNS = { ...KUBE_DNS, podSelector: { matchLabels: { 'k8s-app': 'node-local-dns' } } };

const block = (cidr: string) => ({ ipBlock: { cidr } });
const host = (address: string) => block(formatRange(single(address)));
const namespace = (name: string) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } },
});
const tcp = (port: number) => ({ protocol: 'TCP', port });

const policy = (name: string, spec: object) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, labels: PART_OF },
  spec: { podSelector: OURS, ...spec },
});

/**
 * Returns the policy for callers and scrapers: the tenant's pods, the clients' namespaces, and what the profile names.
 */
export function ingressPolicy({ ingress, monitoring }: ClusterProfile): object {
  const callers = [
    { podSelector: {} }, // the tenant's pods
    { namespaceSelector: { matchLabels: CLIENTS } },
    ...ingress.namespaces.map(namespace),
    ...ingress.ranges.map(block),
  ];
  return policy('tenant-presign-ingress', {
    policyTypes: ['Ingress'],
    ingress: [
      { from: callers, ports: [tcp(3000)] },
      { from: monitoring.map(namespace), ports: [tcp(9090)] },
    ],
  });
}

/**
 * Returns the ingress policy with Knative. Requests come from its activator and its ingress to the queue-proxy at port
 * 8012; its autoscaler reads metrics at port 9090.
 */
export function knativeIngressPolicy({ knative, monitoring }: ClusterProfile): object {
  return policy('tenant-presign-ingress', {
    ingress: [
      { from: [knative.serving, ...knative.ingress].map(namespace), ports: [tcp(8012)] },
      { from: [namespace(knative.serving)], ports: [tcp(9090)] },
      { from: monitoring.map(namespace), ports: [tcp(9190)] },
    ],
  });
}

/** Returns the policy that lets the namespace of the cluster's Gateway in. */
export const gatewayPolicy = ({ gateway }: ClusterProfile): object =>
  policy('tenant-presign-gateway', {
    policyTypes: ['Ingress'],
    ingress: [{ from: [namespace(gateway.namespace)], ports: [tcp(3000)] }],
  });

/** Returns the policy for outgoing traffic: DNS; and TCP 443 to STS, S3, KMS and the issuers' keys. */
export function egressPolicy(profile: ClusterProfile): object {
  return policy('tenant-presign-egress', {
    policyTypes: ['Egress'],
    egress: [
      { to: dnsPeers(profile), ports: [{ protocol: 'UDP', port: 53 }, tcp(53)] },
      { to: reachable(profile).map(block), ports: [tcp(443)] },
    ],
  });
}

/**
 * Returns the peers that answer DNS. With NodeLocal DNSCache, pods send to the ClusterIP of kube-dns, and the cache on
 * the node answers. On Cilium, the cache is an entity or a pod (local redirect), never an address.
 */
export function dnsPeers({ cni, dns }: ClusterProfile): readonly object[] {
  switch (dns.type) {
    case 'kube-dns':
      return [KUBE_DNS];
    case 'node-local-dns':
      return cni === 'cilium'
        ? [KUBE_DNS, NODE_LOCAL_DNS]
        : [KUBE_DNS, host(dns.address!), host(dns.clusterIP)];
    case 'cluster-ip':
      return [host(dns.clusterIP)];
  }
}

/** Returns the address of the Pod Identity agent in a cluster, as a CIDR. */
export const agentRange = ({ ipFamily }: Pick<ClusterProfile, 'ipFamily'>): string =>
  POD_IDENTITY_AGENT[ipFamily === 'ipv4' ? 0 : 1]!;

/**
 * Returns the ranges by which a CNI knows the API server. The VPC CNI and Auto Mode apply policies before the ClusterIP
 * is translated, Calico afterwards. Cilium has an entity for the API server, and no range.
 */
export function apiServerRanges({ cni, apiServer }: ClusterProfile): readonly string[] {
  switch (cni) {
    case 'vpc-cni':
    case 'auto-mode':
      return [formatRange(single(apiServer.clusterIP))];
    case 'calico':
      return apiServer.subnets;
    case 'cilium':
      return [];
  }
}

/** Returns the policy that allows the API server, for issuers with `keys: kubernetes`. */
export const kubernetesKeysPolicy = (profile: ClusterProfile): object =>
  profile.cni === 'cilium'
    ? ciliumPolicy('tenant-presign-api-server', { egress: [toEntity('kube-apiserver', [tcp(443)])] })
    : policy('tenant-presign-api-server', {
        policyTypes: ['Egress'],
        egress: [{ to: apiServerRanges(profile).map(block), ports: [tcp(443)] }],
      });

export const podIdentityPolicy = (profile: ClusterProfile): object =>
  profile.cni === 'cilium'
    ? ciliumPolicy('tenant-presign-pod-identity-agent', { egress: [toEntity('host', [tcp(80)])] })
    : policy('tenant-presign-pod-identity-agent', {
        policyTypes: ['Egress'],
        egress: [{ to: [block(agentRange(profile))], ports: [tcp(80)] }],
      });

/**
 * Returns Cilium's policy for the node, where kubelet sends probes from and NodeLocal DNSCache runs. An ipBlock matches
 * no node on Cilium, so that the policy names entities. Returns `undefined` for other CNIs, which let a node reach its
 * pods.
 *
 * @param ports the ports that kubelet probes
 */
export function nodePolicy({ cni, dns }: ClusterProfile, ports: readonly number[]): object | undefined {
  if (cni !== 'cilium') return undefined;
  const cache = toEntity('host', [{ protocol: 'UDP', port: 53 }, tcp(53)]);
  return ciliumPolicy('tenant-presign-node', {
    ingress: [{ fromEntities: ['host'], toPorts: toPorts(ports.map(tcp)) }],
    ...(dns.type === 'node-local-dns' && { egress: [cache] }),
  });
}

interface Port {
  readonly protocol: string;
  readonly port: number;
}

const toEntity = (entity: string, ports: readonly Port[]) => ({
  toEntities: [entity],
  toPorts: toPorts(ports),
});

/** Returns ports as Cilium writes them, with strings. */
const toPorts = (ports: readonly Port[]) => [
  { ports: ports.map(({ protocol, port }) => ({ port: String(port), protocol })) },
];

const ciliumPolicy = (name: string, spec: object) => ({
  apiVersion: 'cilium.io/v2',
  kind: 'CiliumNetworkPolicy',
  metadata: { name, labels: PART_OF },
  spec: { endpointSelector: OURS, ...spec },
});
