import { fields, get, list, words } from '../../kustomize/data.js';
import { inRendering, type Fault, type RenderedSubject } from '../fault.js';
import { changesSelectors } from './deprecated-fields.js';
import { LINK_LOCAL, METADATA, contains, prefixLength } from './ip-range.js';
import { isEverything, namespaceOf, type PolicyRule } from './policy-rule.js';

const DNS_CACHE = '169.254.20.10/32';
const POD_IDENTITY_AGENT = '169.254.170.23/32';

export function* egress(subject: RenderedSubject, rules: readonly PolicyRule[]): Iterable<Fault> {
  for (const rule of rules) {
    const { policy, path, peers, ports } = rule;
    const fault = (steps: readonly (string | number)[], message: string) =>
      inRendering(subject, policy, [...path, ...steps], message);
    if (peers.length === 0) yield fault(['to'], 'this rule lets pods reach everything; name what in to');
    if (ports.length === 0)
      yield fault(['ports'], 'this rule opens every port; name those that are needed (443)');
    for (const [index, peer] of peers.entries()) {
      const block = get(peer, 'ipBlock');
      const message = block === undefined ? ofSelectors(peer) : ofBlock(subject, block, ports);
      if (message !== undefined) yield fault(['to', index], message);
    }
  }
  if (!changesSelectors(subject.overlay)) yield* dns(subject, rules);
  yield* aws(subject, rules);
  yield* podIdentity(subject, rules);
}

function ofSelectors(peer: unknown): string | undefined {
  const open =
    isEverything(get(peer, 'namespaceSelector')) &&
    (get(peer, 'podSelector') === undefined || isEverything(get(peer, 'podSelector')));
  return open ? 'this rule lets pods reach every pod of the cluster; select which' : undefined;
}

function ofBlock(
  { cluster, overlay }: RenderedSubject,
  block: unknown,
  ports: readonly unknown[],
): string | undefined {
  const cidr = words(get(block, 'cidr'));
  const except = list(get(block, 'except')).map(words);
  const excepted = (range: string) => except.some((each) => contains(each, range));
  const wide = (prefixLength(cidr) ?? 0) < 8;
  if (wide) {
    const ranges = cidr.includes(':')
      ? { 'unique local': 'fc00::/7', 'link-local': 'fe80::/10' }
      : { 'link-local': LINK_LOCAL, pods: cluster.pods, Services: cluster.services };
    const missing = Object.entries(ranges).filter(([, range]) => range !== undefined && !excepted(range));
    if (missing.length > 0) {
      return `${cidr} without except for ${missing.map(([name, range]) => `${name} (${range})`).join(', ')} lets pods reach what is not meant for them; add to except`;
    }
    if (
      ports.some(
        (port) =>
          get(port, 'port') !== 443 || get(port, 'endPort') !== undefined || get(port, 'protocol') === 'UDP',
      )
    ) {
      return `${cidr} may be reached by TCP 443 alone; remove the other ports`;
    }
  } else if (contains(cidr, METADATA) && !excepted(METADATA)) {
    return `${cidr} has 169.254.169.254, where the node hands out its own credentials; leave it out`;
  } else if (cluster.services !== undefined && contains(cluster.services, cidr)) {
    return `${cidr} is of the Services’ range (${cluster.services}), where the API server is; remove it`;
  } else if (contains(LINK_LOCAL, cidr)) {
    const known = [DNS_CACHE, ...(overlay.has('pod-identity') ? [POD_IDENTITY_AGENT] : [])];
    if (!known.includes(cidr))
      return `${cidr} is link-local, and only ${known.join(', ')} is needed of it; remove it`;
  }
  return undefined;
}

const hasOnly = (labels: Record<string, unknown>, name: string, value: string): boolean =>
  Object.keys(labels).length === 1 && labels[name] === value;

/** STS, S3 and the issuers' keys. */
function* aws(subject: RenderedSubject, rules: readonly PolicyRule[]): Iterable<Fault> {
  const [first] = rules;
  const reached = rules.some(
    ({ peers, ports }) =>
      (peers.length === 0 || peers.some((peer) => get(peer, 'ipBlock') !== undefined)) &&
      (ports.length === 0 || ports.some((port) => get(port, 'port') === 443)),
  );
  if (reached || !first) return;
  yield inRendering(
    subject,
    first.policy,
    ['spec', 'egress'],
    'pods can’t reach AWS: no egress rule allows TCP 443 to a range of addresses; keep the base’s',
  );
}

/** Exactly kube-dns: with one label more the peer is nobody, and every name fails. */
function* dns(subject: RenderedSubject, rules: readonly PolicyRule[]): Iterable<Fault> {
  if (rules.some(({ peers, ports }) => peers.length === 0 && ports.length === 0)) return; // a fault of its own
  const asks = rules.filter(({ ports }) => ports.some((port) => get(port, 'port') === 53));
  const peers = asks.flatMap((rule) => rule.peers.map((peer, index) => ({ ...rule, peer, index })));
  const kubeDns = peers.find(({ peer }) => namespaceOf(peer) === 'kube-system');
  const message =
    'pods can’t resolve names: an egress rule with UDP and TCP 53 must select namespace kube-system and pods k8s-app: kube-dns, and no label more';
  if (!kubeDns) {
    const [first] = rules;
    yield first
      ? inRendering(subject, first.policy, ['spec', 'egress'], message)
      : { file: subject.overlay.kustomization.path, message };
    return;
  }
  const { policy, path, peer, index } = kubeDns;
  const labels = fields(get(peer, 'podSelector', 'matchLabels'));
  const namespaceLabels = fields(get(peer, 'namespaceSelector', 'matchLabels'));
  if (!hasOnly(labels, 'k8s-app', 'kube-dns') || Object.keys(namespaceLabels).length !== 1) {
    yield inRendering(subject, policy, [...path, 'to', index, 'podSelector'], message);
  }
}

function* podIdentity(subject: RenderedSubject, rules: readonly PolicyRule[]): Iterable<Fault> {
  if (!subject.overlay.has('pod-identity')) return;
  const allowed = rules.some(
    ({ peers, ports }) =>
      peers.some((peer) => get(peer, 'ipBlock', 'cidr') === POD_IDENTITY_AGENT) &&
      ports.some((port) => get(port, 'port') === 80),
  );
  if (!allowed) {
    const component = subject.overlay.components.find(({ name }) => name === 'pod-identity');
    yield {
      file: subject.overlay.kustomization.path,
      line: component?.line,
      message:
        'no NetworkPolicy lets pods reach the Pod Identity agent, 169.254.170.23 port 80; keep the component’s',
    };
  }
}
