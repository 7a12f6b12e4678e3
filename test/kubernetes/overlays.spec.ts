import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { Kubectl } from './support/kubectl.js';
import { PLATFORM, overlays } from './support/namespaces.js';
import { OVERLAYS } from './support/test-overlay.js';

const kubectl = new Kubectl(inject('cluster').kubectl);
const VALIDATED = ['--server-side', '--dry-run=server', '--validate=strict'];

interface Workload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: { readonly spec: PodSpec } };
}

interface PodSpec {
  readonly serviceAccountName?: string;
  readonly containers: readonly { readonly securityContext: Readonly<Record<string, unknown>> }[];
}

async function render(overlay: string): Promise<Workload[]> {
  const yaml = await kubectl.run(['kustomize', join(OVERLAYS, overlay)]);
  return parseAllDocuments(yaml).map((document) => document.toJS() as Workload);
}

/** Returns what the API server and its admission answer to an object. */
const validate = (namespace: string, object: object) =>
  kubectl.run(['-n', namespace, 'apply', '-f', '-', ...VALIDATED], { input: JSON.stringify(object) });

const asPod = (spec: PodSpec) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'checked' }, spec });

describe.each([...(await overlays()), PLATFORM])('the overlay %s', (overlay) => {
  it('has only fields that the API server accepts', async () => {
    const answer = await kubectl.run(['apply', '-k', join(OVERLAYS, overlay), ...VALIDATED]);
    const lines = answer.trim().split('\n');
    expect(lines).toHaveLength((await render(overlay)).length);
    expect(lines.filter((line) => !line.endsWith(' serverside-applied (server dry run)'))).toEqual([]);
  });
});

describe.each(await overlays())('the overlay %s', (overlay) => {
  it('has pods that Pod Security admits as restricted, and refuses with any weaker setting', async () => {
    const { template } = (await render(overlay)).find(({ spec }) => spec?.template !== undefined)!.spec;
    expect(await validate(overlay, asPod(podSpec(template.spec)))).toContain(
      'pod/checked serverside-applied',
    );

    const [container] = template.spec.containers;
    for (const field of Object.keys(WEAKER)) {
      const weaker = { ...container, securityContext: { ...container!.securityContext, ...WEAKER[field] } };
      const refused = validate(overlay, asPod(podSpec({ ...template.spec, containers: [weaker] })));
      await expect(refused, field).rejects.toThrow(/violates PodSecurity "restricted:latest"/);
    }
  });
});

it('deleting an overlay keeps the namespace, and the team’s own objects in it', async () => {
  const overlay = join(OVERLAYS, 'team-b');
  await kubectl.run(['-n', 'team-b', 'create', 'configmap', 'theirs', '--from-literal=kept=yes']);
  await kubectl.run(['apply', '-k', overlay]);
  await kubectl.run(['delete', '-k', overlay, '--wait=false']);
  const phase = ['get', 'namespace', 'team-b', '-o', 'jsonpath={.status.phase}'];
  expect(await kubectl.run(phase)).toBe('Active');
  expect(await kubectl.run(['-n', 'team-b', 'get', 'configmap', 'theirs', '-o', 'name'])).toContain('theirs');
});

/** Settings that Pod Security refuses, each by itself. */
const WEAKER: Readonly<Record<string, object>> = {
  runAsNonRoot: { runAsNonRoot: false },
  runAsUser: { runAsUser: 0 },
  allowPrivilegeEscalation: { allowPrivilegeEscalation: true },
  capabilities: { capabilities: { drop: [] } },
  seccompProfile: { seccompProfile: { type: 'Unconfined' } },
};

/**
 * Removes the fields that only Knative's template has, and replaces the overlay's service account, which doesn't exist
 * yet.
 */
function podSpec(spec: PodSpec): PodSpec {
  const { timeoutSeconds: _, containerConcurrency: __, ...pod } = spec as PodSpec & Record<string, unknown>;
  return { ...pod, serviceAccountName: 'default' };
}

describe('the API server', () => {
  const field = { spec: { replicsa: 1 } };
  it.each([
    { apiVersion: 'apps/v1', kind: 'Deployment' },
    { apiVersion: 'serving.knative.dev/v1', kind: 'Service' },
    { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' },
    { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' },
    { apiVersion: 'monitoring.coreos.com/v1', kind: 'ServiceMonitor' },
    { apiVersion: 'cilium.io/v2', kind: 'CiliumNetworkPolicy' },
  ])('refuses a field that $kind does not have', async (type) => {
    const refused = validate('team-a', { ...type, metadata: { name: 'checked' }, ...field });
    await expect(refused).rejects.toThrow(/replicsa/);
  });
});
