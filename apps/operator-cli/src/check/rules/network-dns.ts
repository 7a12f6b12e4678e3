import { isDeepStrictEqual } from 'node:util';
import { dnsPeers } from '../../cluster/network-policies.js';
import type { ClusterProfile } from '../../cluster/profile.js';
import { get } from '../../kustomize/data.js';
import { inRendering, type Fault } from '../fault.js';
import { namespaceOf, type NetworkSubject, type PolicyRule } from './policy-rule.js';

/**
 * Checks that the peer matches exactly the pods or addresses that answer DNS in the cluster. With one more label it
 * matches no pod, and no name resolves.
 */
export function* dns(subject: NetworkSubject, rules: readonly PolicyRule[]): Iterable<Fault> {
  if (rules.some(({ peers, ports }) => peers.length === 0 && ports.length === 0)) return; // reported by another rule
  const asks = rules.filter(({ ports }) => ports.some((port) => get(port, 'port') === 53));
  if (asks.some((rule) => rule.peers.length === 0)) return; // DNS to any peer is reported by another rule
  const peers = asks.flatMap((rule) => rule.peers.map((peer, index) => ({ ...rule, peer, index })));
  const missing = dnsPeers(subject.profile).find(
    (wanted) => !peers.some(({ peer }) => isDeepStrictEqual(peer, wanted)),
  );
  if (missing === undefined) return;
  const message = `pods can’t resolve names: ${WHO[subject.profile.dns.type](subject.profile)}`;
  const near = peers.find(
    ({ peer }) => namespaceOf(peer) === 'kube-system' && namespaceOf(missing) !== undefined,
  );
  const [first] = rules;
  yield near
    ? inRendering(subject, near.policy, [...near.path, 'to', near.index, 'podSelector'], message)
    : first
      ? inRendering(subject, first.policy, ['spec', 'egress'], message)
      : { file: subject.overlay.kustomization.path, message };
}

const KUBE_DNS = 'namespace kube-system and pods k8s-app: kube-dns, without another label';
const WHO: Readonly<Record<ClusterProfile['dns']['type'], (profile: ClusterProfile) => string>> = {
  'kube-dns': () => `an egress rule with UDP and TCP 53 must select ${KUBE_DNS}`,
  'node-local-dns': (profile) =>
    `an egress rule with UDP and TCP 53 must select ${KUBE_DNS}; and ${profile.cni === 'cilium' ? 'pods k8s-app: node-local-dns' : `the addresses ${profile.dns.address} and ${profile.dns.clusterIP}`}`,
  'cluster-ip': ({ dns: { clusterIP } }) =>
    `an egress rule with UDP and TCP 53 must name the address ${clusterIP}`,
};
