import type { ClusterProfile } from '../../cluster/profile.js';
import { get, words } from '../../kustomize/data.js';
import { inRendering, type Fault } from '../fault.js';
import { agentRange, apiServerRanges } from '../../cluster/network-policies.js';
import { changesSelectors } from './deprecated-fields.js';
import { KUBERNETES_KEYS } from './kubernetes-keys.js';
import { blockFault } from './network-block.js';
import { dns } from './network-dns.js';
import { contains, prefixLength } from './ip-range.js';
import { isEverything, type NetworkSubject, type PolicyRule } from './policy-rule.js';

export function* egress(subject: NetworkSubject, rules: readonly PolicyRule[]): Iterable<Fault> {
  for (const rule of rules) {
    const { policy, path, peers, ports } = rule;
    const fault = (steps: readonly (string | number)[], message: string) =>
      inRendering(subject, policy, [...path, ...steps], message);
    if (peers.length === 0)
      yield fault(['to'], 'this rule lets pods reach every address; name the allowed peers in to');
    if (ports.length === 0) yield fault(['ports'], 'this rule opens every port; name the needed ports (443)');
    const wide = peers.find((peer) => isWide(cidrOf(peer)));
    if (wide !== undefined && ports.length > 0 && !ports.every(isHttps))
      yield fault(['ports'], `${cidrOf(wide)} may only be reached by TCP 443; remove the other ports`);
    for (const [index, peer] of peers.entries()) {
      const block = get(peer, 'ipBlock');
      const message = block === undefined ? ofSelectors(peer) : blockFault(subject, block, ports);
      if (message !== undefined) yield fault(['to', index], message);
    }
  }
  if (!changesSelectors(subject.overlay)) yield* dns(subject, rules);
  yield* aws(subject, rules);
  if (subject.profile.cni !== 'cilium') {
    yield* podIdentity(subject, subject.profile, rules);
    yield* apiServer(subject, subject.profile, rules);
  }
}

function ofSelectors(peer: unknown): string | undefined {
  const open =
    isEverything(get(peer, 'namespaceSelector')) &&
    (get(peer, 'podSelector') === undefined || isEverything(get(peer, 'podSelector')));
  return open
    ? 'this rule lets pods reach every pod of the cluster; select the pods that they need'
    : undefined;
}

const cidrOf = (peer: unknown): string => words(get(peer, 'ipBlock', 'cidr') ?? '');

/** Returns whether a range is larger than the ranges that single owners have. */
const isWide = (cidr: string): boolean => {
  const bits = prefixLength(cidr);
  return bits !== undefined && bits < (cidr.includes(':') ? 16 : 8);
};

const isHttps = (port: unknown): boolean =>
  get(port, 'port') === 443 && get(port, 'endPort') === undefined && get(port, 'protocol') !== 'UDP';

/** Returns whether a rule opens a port. A rule without ports opens all of them, which is reported separately. */
const opens = (ports: readonly unknown[], wanted: number): boolean =>
  ports.length === 0 || ports.some((port) => get(port, 'port') === wanted);

/** Checks that pods can reach STS, S3 and the issuers' keys. */
function* aws(subject: NetworkSubject, rules: readonly PolicyRule[]): Iterable<Fault> {
  const [first] = rules;
  const others = apiServerRanges(subject.profile);
  const isOfAws = (peer: unknown) => get(peer, 'ipBlock') !== undefined && !others.includes(cidrOf(peer));
  const reached = rules.some(
    ({ peers, ports }) =>
      (peers.length === 0 || peers.some(isOfAws)) &&
      (ports.length === 0 || ports.some((port) => get(port, 'port') === 443)),
  );
  if (reached || !first) return;
  yield inRendering(
    subject,
    first.policy,
    ['spec', 'egress'],
    'pods can’t reach AWS: no egress rule allows TCP 443 to a range of addresses; keep the policy of the cluster’s component',
  );
}

function* podIdentity(
  subject: NetworkSubject,
  profile: ClusterProfile,
  rules: readonly PolicyRule[],
): Iterable<Fault> {
  if (!subject.overlay.has('pod-identity')) return;
  const agent = agentRange(profile);
  const allowed = rules.some(
    ({ peers, ports }) => peers.some((peer) => cidrOf(peer) === agent) && opens(ports, 80),
  );
  if (!allowed) {
    const component = subject.overlay.components.find(({ name }) => name === 'pod-identity');
    yield {
      file: subject.overlay.kustomization.path,
      line: component?.line,
      message: `no NetworkPolicy lets pods reach the Pod Identity agent, ${agent.split('/', 1)[0]} port 80; keep the policy of the component`,
    };
  }
}

function* apiServer(
  { overlay }: NetworkSubject,
  profile: ClusterProfile,
  rules: readonly PolicyRule[],
): Iterable<Fault> {
  const component = overlay.components.find(({ name }) => name === KUBERNETES_KEYS);
  if (component === undefined) return;
  const allowed = rules.filter(({ ports }) => opens(ports, 443)).flatMap(({ peers }) => peers.map(cidrOf));
  const missing = apiServerRanges(profile).filter((range) => !allowed.some((each) => contains(each, range)));
  if (missing.length > 0)
    yield {
      file: overlay.kustomization.path,
      line: component.line,
      message: `no NetworkPolicy lets pods reach the API server, ${missing.join(', ')} port 443; keep the policy of the component`,
    };
}
