import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SHARDS, shardOf } from '../../apps/operator-cli/src/tenants-dir/shards.js';
import { POD_SPEC, Rendering } from '../../apps/operator-cli/src/kustomize/rendering.js';
import { get, list } from '../../apps/operator-cli/src/kustomize/data.js';
import { render } from '../../apps/operator-cli/src/kustomize/renderer.js';
import { renderer, Workspace } from './support/workspace.js';

const FILE = 'overlays/shared/tenants/kustomization.yaml';

test('the shard of a tenant is for good', () => {
  const known = { 'team-m': 'c', 'team-n': 'f', 'team-a': '9', 'team-b': 'e' };
  for (const [id, digit] of Object.entries(known)) expect(shardOf(id)).toBe(`tenant-presign-teams-${digit}`);
  fc.assert(fc.property(fc.string(), (id) => SHARDS.includes(shardOf(id))));
});

test('pods have every shard there can be', () => {
  const workspace = new Workspace('shared');
  const { deployments } = Rendering.parse(render(renderer(), workspace.layout.overlay('shared')));
  const sources = list(get(deployments[0], ...POD_SPEC, 'volumes', 1, 'projected', 'sources'));
  expect(sources.map((source) => get(source, 'configMap', 'name'))).toEqual([
    'tenant-presign-platform',
    ...SHARDS,
  ]);
});

test('a file that came or went is in its ConfigMap, and no other has moved', async () => {
  const workspace = new Workspace('shared');
  const before = workspace.read(FILE);
  expect(await workspace.run('tenant:shards', 'shared')).toMatchObject({
    code: 0,
    out: 'Nothing changes in overlays/shared/tenants/kustomization.yaml.\n',
  });
  workspace.write('overlays/shared/tenants/team-g.tenant.yaml', 'version: 1\ngrants: []\n');
  expect(await workspace.run('tenant:shards', 'shared')).toMatchObject({ code: 0, err: '' });
  const more = workspace.read(FILE);
  const entry = `  - name: ${shardOf('team-g')}\n    files:\n      - team-g.tenant.yaml\n`;
  expect(more.replace(entry, '')).toBe(before);
  workspace.remove('overlays/shared/tenants/team-g.tenant.yaml');
  await workspace.run('tenant:shards', 'shared');
  expect(workspace.read(FILE)).toBe(before);
});

test.each([
  ['team-x', 'There is no overlay team-x. There are: shared, team-a.'],
  ['team-a', 'overlays/team-a/kustomization.yaml is for one tenant'],
])('%s has none', async (name, error) => {
  const workspace = new Workspace('shared', 'team-a');
  expect(await workspace.run('tenant:shards', name)).toMatchObject({
    code: 2,
    err: expect.stringContaining(error),
  });
});
