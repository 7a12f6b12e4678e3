import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  append,
  entry,
  image,
  namespacePatch,
  operation,
  patch,
  replace,
  KUSTOMIZATION,
  CONTAINER,
} from './planted/plant.js';
import { INGRESS, loadBalancerSubnets } from './planted/components.js';
import { objectsOf } from '../support/docs/objects.js';
import { Workspace } from './support/workspace.js';

// Tests configurations that look like faults but are valid.

const DIGEST = `sha256:${'a'.repeat(64)}`;

test.each([
  ['a tag and a digest', image("newTag: '0.1.0'", `digest: ${DIGEST}`)],
  ['a registry with a port', image('newName: registry.example:5000/tenant-presign')],
  ['labels on templates', entry('labels', '  - pairs: { team: team-a }\n    includeTemplates: true')],
  ['a comment that says TODO', append(KUSTOMIZATION, '\n# TODO: CHANGE_ME\n')],
  ['a claim in a prefix', replace('tenants.yaml', 'prefixes: [app/]', "prefixes: ['app/${sub}/']")],
  [
    'security of the whole pod',
    patch(
      'Deployment',
      [
        operation(
          'add',
          '/spec/template/spec/securityContext',
          '{ runAsNonRoot: true, seccompProfile: { type: RuntimeDefault } }',
        ),
        operation('remove', `${CONTAINER}/securityContext/runAsNonRoot`),
        operation('remove', `${CONTAINER}/securityContext/seccompProfile`),
      ].join('\n'),
    ),
  ],
  [
    'a volume in memory',
    patch('Deployment', operation('add', '/spec/template/spec/volumes/-', '{ name: memory, emptyDir: {} }')),
  ],
  ['more memory', patch('Deployment', operation('replace', `${CONTAINER}/resources/limits/memory`, '256Mi'))],
  ['three replicas', entry('replicas', '  - { name: tenant-presign, count: 3 }')],
  [
    'an endpoint in the VPC',
    patch(
      'NetworkPolicy tenant-presign-egress',
      operation(
        'add',
        '/spec/egress/-',
        '{ to: [{ ipBlock: { cidr: 10.1.2.0/28 } }], ports: [{ protocol: TCP, port: 443 }] }',
      ),
    ),
  ],
  [
    'one namespace more',
    patch(
      'NetworkPolicy tenant-presign-ingress',
      operation(
        'add',
        '/spec/ingress/0/from/-',
        '{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: portal } } }',
      ),
    ),
  ],
  [
    'Pod Security of a release',
    namespacePatch(operation('add', '/metadata/labels/pod-security.kubernetes.io~1enforce-version', 'v1.34')),
  ],
  ['no trusted subject', replace('service-account.yaml', /\n {4}tenant-presign\/subject.*/, '')],
  ['another host', replace('http-route.yaml', 'team-a.presign.example', 'files.team-a.example')],
] as const)('%s', (_, plant) => {
  const workspace = new Workspace('team-a');
  plant(workspace, 'overlays/team-a');
  expect(workspace.faults('team-a')).toEqual([]);
});

test('a tenant that people alone call may be named otherwise than its namespace', () => {
  const workspace = new Workspace('team-a');
  const file = 'overlays/team-a/tenants.yaml';
  workspace.replace(file, 'id: team-a', 'id: files');
  workspace.replace(file, 'issuers: [cluster, platform]', 'issuers: [platform]');
  workspace.replace(file, /.*issuer: cluster,.*\n/, '');
  expect(workspace.faults('team-a')).toEqual([]);
});

test('more time for prompter scaling of KEDA', () => {
  const workspace = new Workspace('team-b');
  patch('ScaledObject', operation('replace', '/spec/minReplicaCount', '1'))(workspace, 'overlays/team-b');
  expect(workspace.faults('team-b')).toEqual([]);
});

test('an ALB whose subnets the profile names', () => {
  const workspace = new Workspace('team-a');
  loadBalancerSubnets(workspace);
  const file = 'overlays/team-a/kustomization.yaml';
  workspace.replace(file, 'clusters/blue/gateway-route', 'components/alb-ingress');
  workspace.replace(file, 'http-route.yaml', 'ingress.yaml');
  workspace.remove('overlays/team-a/http-route.yaml');
  workspace.write('overlays/team-a/ingress.yaml', INGRESS);
  expect(workspace.faults('team-a')).toEqual([]);
});

test('an ALB by the Gateway API', () => {
  const workspace = new Workspace('team-a');
  loadBalancerSubnets(workspace);
  const route = '  - ../../clusters/blue/gateway-route\n';
  workspace.replace(
    'overlays/team-a/kustomization.yaml',
    route,
    `${route}  - ../../components/alb-target-group\n`,
  );
  expect(workspace.faults('team-a')).toEqual([]);
});

test('sealing keys from a store of secrets, once the overlay names it', () => {
  const workspace = new Workspace('team-a');
  const file = 'overlays/team-a/kustomization.yaml';
  const monitor = '  - ../../components/service-monitor\n';
  workspace.replace(file, monitor, `${monitor}  - ../../components/external-secret\n`);
  const unfilled = workspace.faults('team-a').map(({ message }) => message);
  expect(unfilled).toHaveLength(2);
  for (const message of unfilled) expect(message).toContain('PLACEHOLDER');
  const named = objectsOf('docs/how-to/sealing-keys.md').find(({ kind }) => kind === 'ExternalSecret');
  workspace.write('overlays/team-a/external-secret.yaml', JSON.stringify(named));
  workspace.replace(
    file,
    '  - path: http-route.yaml\n',
    '  - path: http-route.yaml\n  - path: external-secret.yaml\n',
  );
  expect(workspace.faults('team-a')).toEqual([]);
});

test('a namespace that the overlay does not make', () => {
  const workspace = new Workspace('team-c');
  expect(existsSync(join(workspace.root, 'overlays/team-c/namespace'))).toBe(false);
  expect(workspace.faults('team-c')).toEqual([]);
});
