import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Rendering, type KubeObject } from '../../apps/operator-cli/src/kustomize/rendering.js';
import { CONTAINER_FIELDS, POD_FIELDS } from '../../apps/operator-cli/src/check/rules/knative-fields.js';
import { knativeValidate } from './availability.js';

// Tests that Knative accepts the Service. Knative Serving refuses a Service with fields that are not in its field mask
// (pkg/apis/serving/fieldmask.go). The test runs Knative's own Validate with the default configuration, which is also
// what its webhook runs.

const SPEC = ['spec', 'template', 'spec'];
const CONTAINER = [...SPEC, 'containers', '0'];

test('the Service of team-c is admitted', () => {
  expect(validate(service())).toEqual({ status: 0, stderr: '' });
});

test('tenant:check knows what the mask admits', () => {
  const { stdout } = spawnSync(knativeValidate(process.env), ['-fields'], { encoding: 'utf8' });
  const { pod, container } = JSON.parse(stdout) as { pod: string[]; container: string[] };
  expect([pod.toSorted(), container.toSorted()]).toEqual([POD_FIELDS, CONTAINER_FIELDS]);
});

test.each([
  ['the grace period', [...SPEC, 'terminationGracePeriodSeconds'], 45],
  [
    'the zone spread',
    [...SPEC, 'topologySpreadConstraints'],
    [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }],
  ],
  ['an affinity', [...SPEC, 'affinity'], { podAntiAffinity: {} }],
  ['security of the pod', [...SPEC, 'securityContext'], { fsGroup: 65532 }],
  ['a node', [...SPEC, 'nodeSelector'], { zone: 'a' }],
  ['an init container', [...SPEC, 'initContainers'], [{ name: 'a', image: 'a' }]],
  ['preStop', [...CONTAINER, 'lifecycle'], { preStop: { sleep: { seconds: 10 } } }],
  ['a token for the API server', [...SPEC, 'automountServiceAccountToken'], true],
])('%s of the Deployment is refused', (_, path, value) => {
  const changed = service();
  (at(changed, path.slice(0, -1)) as Record<string, unknown>)[path.at(-1)!] = value;
  const { status, stderr } = validate(changed);
  expect(status).toBe(1);
  expect(stderr).toMatch(new RegExp(`must not set the field\\(s\\): .*${path.at(-1)}`));
});

test.each([
  ['the queue-proxy’s port', 'ports', [{ containerPort: 9090 }], '9090 is a reserved port'],
  [
    'two ports',
    'ports',
    [{ containerPort: 3000 }, { containerPort: 9190 }],
    'more than one container port is set',
  ],
  ['PORT', 'env', [{ name: 'PORT', value: '3000' }], '"PORT" is a reserved environment variable'],
])('%s is Knative’s own', (_, field, value, words) => {
  const changed = service();
  (at(changed, CONTAINER) as Record<string, unknown>)[field] = value;
  expect(validate(changed)).toEqual({ status: 1, stderr: expect.stringContaining(words) });
});

test('what is no Service of Knative’s is no verdict', () => {
  expect(validate({ ...service(), kind: 'Deployment' }).status).toBe(2);
  expect(validate({ ...service(), spce: {} }).status).toBe(2);
});

/** Returns the Service of the stored rendering, which tenant:check compares with the overlay. */
function service(): KubeObject {
  const kept = readFileSync('deploy/kustomize/rendered/team-c.yaml', 'utf8');
  const [found] = Rendering.parse(kept).knativeServices;
  if (!found) throw new Error('team-c has no Knative Service');
  return found;
}

function at(object: unknown, path: readonly string[]): unknown {
  return path.reduce((value, step) => (value as Record<string, unknown>)[step], object);
}

function validate(object: object): { status: number | null; stderr: string } {
  const { status, stderr } = spawnSync(knativeValidate(process.env), {
    input: JSON.stringify(object),
    encoding: 'utf8',
  });
  return { status, stderr };
}
