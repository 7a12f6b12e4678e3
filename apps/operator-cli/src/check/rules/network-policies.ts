import { get, list } from '../../kustomize/data.js';
import { podLabels, selects, type KubeObject, type Rendering } from '../../kustomize/rendering.js';
import { inRendering, type Fault, type RenderedSubject, type RenderingRule } from '../fault.js';
import { ciliumPolicies } from './cilium-policies.js';
import { egress } from './network-egress.js';
import { ingress } from './network-ingress.js';
import type { PolicyRule } from './policy-rule.js';

/** Checks that only the listed peers reach the pods, and that the pods reach only the listed peers. */
export const networkPolicies: RenderingRule = function* (subject) {
  const profile = subject.cluster?.profile;
  if (profile === undefined) return; // a faulty profile is reported by itself
  const checked = { ...subject, profile };
  yield* ciliumPolicies(checked);
  for (const workload of subject.rendering.workloads.slice(0, 1)) {
    const policies = policiesFor(subject.rendering, podLabels(workload));
    if (policies.length === 0) {
      const { path: file } = subject.overlay.kustomization;
      yield {
        file,
        message:
          'no NetworkPolicy selects the API’s pods, so that all traffic to and from them is allowed; keep the policies of the base',
      };
      return;
    }
    yield* defaultDeny(subject, policies);
    yield* ingress(checked, workload, rulesOf(policies, 'ingress', 'from'));
    yield* egress(checked, rulesOf(policies, 'egress', 'to'));
  }
};

function policiesFor(rendering: Rendering, labels: Record<string, unknown>): readonly KubeObject[] {
  return rendering
    .of('NetworkPolicy')
    .filter((policy) => selects(get(policy, 'spec', 'podSelector'), labels));
}

const denies = (policy: KubeObject): boolean =>
  ['Ingress', 'Egress'].every((type) => list(get(policy, 'spec', 'policyTypes')).includes(type)) &&
  list(get(policy, 'spec', 'ingress')).length === 0 &&
  list(get(policy, 'spec', 'egress')).length === 0;

/** Checks that a policy denies all traffic in both directions by default, whatever the other policies allow. */
function* defaultDeny(subject: RenderedSubject, policies: readonly KubeObject[]): Iterable<Fault> {
  const { rendering, overlay } = subject;
  if (policies.some(denies)) return;
  const message =
    'no NetworkPolicy denies by default: one must select the API’s pods, with policyTypes [Ingress, Egress] and no rules; keep tenant-presign-default-deny of the base';
  const changed = rendering
    .of('NetworkPolicy')
    .find(({ metadata }) => metadata.name.endsWith('default-deny'));
  yield changed
    ? inRendering(subject, changed, ['spec'], message)
    : { file: overlay.kustomization.path, line: overlay.kustomization.lineMatching(/default-deny/), message };
}

function rulesOf(
  policies: readonly KubeObject[],
  direction: 'ingress' | 'egress',
  peers: 'from' | 'to',
): PolicyRule[] {
  return policies.flatMap((policy) =>
    list(get(policy, 'spec', direction)).map((rule, index) => ({
      policy,
      path: ['spec', direction, index],
      peers: list(get(rule, peers)),
      ports: list(get(rule, 'ports')),
    })),
  );
}
