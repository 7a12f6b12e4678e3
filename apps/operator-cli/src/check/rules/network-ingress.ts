import { get, list, words } from '../../kustomize/data.js';
import { containersOf, type KubeObject } from '../../kustomize/rendering.js';
import { inRendering, type Fault } from '../fault.js';
import { contains, prefixLength } from './ip-range.js';
import { isEverything, namespaceOf, type NetworkSubject, type PolicyRule } from './policy-rule.js';

export function* ingress(
  subject: NetworkSubject,
  workload: KubeObject,
  rules: readonly PolicyRule[],
): Iterable<Fault> {
  const management = managementPort(workload);
  const { monitoring, pods } = subject.profile;
  yield* callers(subject, workload, rules);
  for (const { policy, path, peers, ports } of rules) {
    const fault = (steps: readonly (string | number)[], message: string) =>
      inRendering(subject, policy, [...path, ...steps], message);
    if (peers.length === 0)
      yield fault(['from'], 'this rule admits every client; name the allowed clients in from');
    if (ports.length === 0)
      yield fault(['ports'], 'this rule opens every port; name only the public port in ports');
    for (const [index, peer] of peers.entries()) {
      if (isEverything(get(peer, 'namespaceSelector'))) {
        yield fault(
          ['from', index],
          'this rule admits every namespace; select those with the label tenant-presign/client: "true"',
        );
        continue;
      }
      const cidr = words(get(peer, 'ipBlock', 'cidr') ?? '');
      const every = pods.find((range) => contains(cidr, range));
      if (prefixLength(cidr) === 0) {
        yield fault(['from', index], 'this rule admits every address; name the allowed ranges');
      } else if (every !== undefined) {
        yield fault(
          ['from', index],
          `this rule admits every pod (${every}); name only the subnets of the allowed clients`,
        );
      }
    }
    const stranger = peers.findIndex((peer) => !monitoring.includes(words(namespaceOf(peer))));
    if (stranger !== -1 && ports.some((port) => management.includes(get(port, 'port')))) {
      yield fault(
        ['from', stranger],
        `the management port shows internal data; admit only the namespace ${monitoring.join(', ')}`,
      );
    }
  }
}

/** Checks who may call the API. A policy that allows no caller is a fault, too. */
function* callers(
  subject: NetworkSubject,
  workload: KubeObject,
  rules: readonly PolicyRule[],
): Iterable<Fault> {
  const open = workload.kind === 'Deployment' ? [3000, 'http'] : [8012];
  if (
    rules.some(
      ({ ports }) => ports.length === 0 || ports.some((port) => open.includes(get(port, 'port') as number)),
    )
  )
    return;
  const { path: file } = subject.overlay.kustomization;
  yield {
    file,
    message: `no NetworkPolicy lets clients reach port ${open[0]}; keep tenant-presign-ingress of the cluster’s component`,
  };
}

/** Returns the management port, by number and by name. */
function managementPort(workload: KubeObject): readonly unknown[] {
  const env = containersOf(workload).flatMap(({ container }) => list(container['env']));
  const set = get(
    env.find((entry) => get(entry, 'name') === 'MANAGEMENT_PORT'),
    'value',
  );
  return [set === undefined ? 9090 : Number(set), 'management'];
}
