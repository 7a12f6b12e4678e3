import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROFILE } from './planted/profile.js';
import { Workspace } from './support/workspace.js';

const containing = (part: string): unknown => expect.stringContaining(part);

// Tests the profile of a cluster, and the components that it renders to.

test.each(PROFILE)('$fault is named where it stands, and nothing else', async ({ from, to, text, says }) => {
  const workspace = new Workspace();
  workspace.replace('clusters/blue.yaml', from, to);
  const before = workspace.read('clusters/blue/network-policy.yaml');
  const faults = workspace.clusterFaults();
  expect(faults).toEqual([
    {
      file: 'clusters/blue.yaml',
      text: text && containing(text),
      message: containing(says),
    },
  ]);
  const { code, err } = await workspace.render('blue');
  expect(code).toBe(1);
  expect(err).toMatch(/^Nothing was written:\nclusters\/blue\.yaml/);
  expect(err).toContain(says);
  expect(workspace.read('clusters/blue/network-policy.yaml')).toBe(before);
});

test('as committed there is none, and rendering again changes nothing', async () => {
  const workspace = new Workspace('team-a', 'platform');
  expect(workspace.clusterFaults()).toEqual([]);
  expect(await workspace.render('blue')).toMatchObject({
    code: 0,
    err: '',
    out: 'Nothing changes in clusters/blue.\n',
  });
});

test.each([
  [
    'a profile that was not rendered',
    (workspace: Workspace) =>
      workspace.replace('clusters/blue.yaml', '[monitoring]', '[monitoring, observability]'),
  ],
  [
    'a component that someone edited',
    (workspace: Workspace) =>
      workspace.replace('clusters/blue/network-policy.yaml', '1.0.0.0/8', '10.0.0.0/8'),
  ],
  [
    'a file that is none of the component’s',
    (workspace: Workspace) => workspace.write('clusters/blue/more.yaml', ''),
  ],
  [
    'a file that is missing',
    (workspace: Workspace) => workspace.remove('clusters/blue/platform/cluster.yaml'),
  ],
] as const)('%s is one fault, until it is rendered', async (_, plant) => {
  const workspace = new Workspace('team-a', 'platform');
  plant(workspace);
  expect(workspace.clusterFaults()).toEqual([
    {
      file: 'clusters/blue',
      text: undefined,
      message: expect.stringContaining('npm run cluster:render -- blue writes it'),
    },
  ]);
  const { code, out } = await workspace.check('--update');
  expect(code).toBe(1);
  expect(out).not.toContain('rendering has changed');
  expect(await workspace.render('blue')).toMatchObject({ code: 0, err: '', out: 'Wrote clusters/blue.\n' });
  expect(workspace.clusterFaults()).toEqual([]);
  expect(existsSync(join(workspace.root, 'clusters/blue/more.yaml'))).toBe(false);
  expect(await workspace.check('--update')).toMatchObject({ code: 0, err: '' });
});

test('a component without a profile is a fault', () => {
  const workspace = new Workspace();
  workspace.rename('clusters/blue.yaml', 'clusters/green.yaml');
  expect(workspace.clusterFaults()).toEqual([
    {
      file: 'clusters/blue',
      text: undefined,
      message: expect.stringContaining('the profile clusters/blue.yaml is missing'),
    },
    {
      file: 'clusters/green',
      text: undefined,
      message: expect.stringContaining('npm run cluster:render -- green'),
    },
  ]);
});

test('a new image is one line, and reaches every overlay', async () => {
  const workspace = new Workspace('team-a', 'team-b', 'team-c', 'platform');
  workspace.replace('clusters/blue.yaml', ':0.1.0', ':0.2.0');
  expect(await workspace.render('blue')).toMatchObject({ code: 0 });
  const { out } = await workspace.check('--update');
  expect(out).toMatch(/^\n?.*platform: unchanged/m);
  for (const overlay of ['team-a', 'team-b', 'team-c'])
    expect(workspace.read(`rendered/${overlay}.yaml`)).toContain('/tenant-presign:0.2.0');
});

test('one tenant in two clusters: the same namespace, role and audience, in an overlay for each', async () => {
  const workspace = new Workspace('team-c');
  workspace.write('clusters/green.yaml', workspace.read('clusters/blue.yaml'));
  expect(await workspace.render('green')).toMatchObject({ code: 0, out: 'Wrote clusters/green.\n' });
  workspace.copy('overlays/team-c', 'overlays/team-c-green');
  expect(workspace.faults('team-c')).toHaveLength(3);
  workspace.replace('overlays/team-c-green/kustomization.yaml', 'clusters/blue\n', 'clusters/green\n');
  workspace.replace(
    'overlays/team-c-green/kustomization.yaml',
    'clusters/blue/knative',
    'clusters/green/knative',
  );
  expect(workspace.faults('team-c')).toEqual([]);
  expect(workspace.faults('team-c-green')).toEqual([]);
});

test.each([
  ['none is named', [], 'No cluster is named. There are: blue.'],
  ['it isn’t there', ['red'], 'There is no cluster red. There are: blue. Write clusters/red.yaml first.'],
  ['an option that is none', ['blue', '--force'], 'Usage: npm run cluster:render'],
])('%s: the call is wrong', async (_, args, says) => {
  const { code, err } = await new Workspace().render(...args);
  expect(code).toBe(2);
  expect(err).toContain(says);
});
