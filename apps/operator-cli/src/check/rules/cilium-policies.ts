import { get, list, words } from '../../kustomize/data.js';
import { nameOf } from '../../kustomize/rendering.js';
import { inRendering, type Fault } from '../fault.js';
import { KUBERNETES_KEYS } from './kubernetes-keys.js';
import type { NetworkSubject } from './policy-rule.js';

const KINDS = ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy'];
const DIRECTIONS = [
  { name: 'ingress', peers: 'fromEntities' },
  { name: 'egress', peers: 'toEntities' },
] as const;

const API_SERVER = 'kube-apiserver';

/** Returns whether a rule of a Cilium policy names ports, and no port but 443. */
function opensOnly443(rule: unknown): boolean {
  const ports = list(get(rule, 'toPorts')).flatMap((each) => list(get(each, 'ports')));
  return ports.length > 0 && ports.every((each) => get(each, 'port') === '443');
}

/** Checks policies of Cilium's own kinds: they may open only the entities and ports that the API needs. */
export function* ciliumPolicies(subject: NetworkSubject): Iterable<Fault> {
  const { overlay, profile, rendering, cluster } = subject;
  const policies = KINDS.flatMap((kind) => rendering.of(kind, 'cilium.io'));
  for (const policy of policies) {
    if (profile.cni !== 'cilium') {
      yield inRendering(
        subject,
        policy,
        ['kind'],
        `${nameOf(policy)} has no effect: the cluster’s cni is ${profile.cni} (${cluster!.file}); write a NetworkPolicy`,
      );
      continue;
    }
    for (const { name, peers } of DIRECTIONS)
      for (const [index, rule] of list(get(policy, 'spec', name)).entries()) {
        const isKeys = name === 'egress' && overlay.has(KUBERNETES_KEYS) && opensOnly443(rule);
        const needed = isKeys ? ['host', API_SERVER] : ['host'];
        const entity = list(get(rule, peers))
          .map(words)
          .find((each) => !needed.includes(each));
        const path = ['spec', name, index];
        if (entity !== undefined)
          yield inRendering(
            subject,
            policy,
            [...path, peers],
            `${nameOf(policy)} opens ${name} for the entity ${entity}; only ${needed.join(' and ')} is needed`,
          );
        else if (list(get(rule, 'toPorts')).length === 0)
          yield inRendering(
            subject,
            policy,
            path,
            `${nameOf(policy)} opens every port in ${name}; name the needed ports in toPorts`,
          );
      }
  }
  if (profile.cni !== 'cilium') return;
  const reaches = (port: string, entity = 'host') =>
    policies.some((policy) =>
      list(get(policy, 'spec', 'egress')).some(
        (rule) =>
          list(get(rule, 'toEntities')).includes(entity) &&
          list(get(rule, 'toPorts')).some((each) =>
            list(get(each, 'ports')).some((one) => get(one, 'port') === port),
          ),
      ),
    );
  if (overlay.has('pod-identity') && !reaches('80'))
    yield {
      file: overlay.kustomization.path,
      line: overlay.components.find(({ name }) => name === 'pod-identity')?.line,
      message:
        'no CiliumNetworkPolicy lets pods reach the Pod Identity agent, entity host port 80; keep the policy of the component',
    };
  if (overlay.has(KUBERNETES_KEYS) && !reaches('443', API_SERVER))
    yield {
      file: overlay.kustomization.path,
      line: overlay.components.find(({ name }) => name === KUBERNETES_KEYS)?.line,
      message:
        'no CiliumNetworkPolicy lets pods reach the API server, entity kube-apiserver port 443; keep the policy of the component',
    };
  if (profile.dns.type === 'node-local-dns' && !reaches('53'))
    yield {
      file: overlay.kustomization.path,
      message:
        'pods can’t resolve names: no CiliumNetworkPolicy lets them reach NodeLocal DNSCache, entity host port 53; keep the policy of the cluster’s component',
    };
}
