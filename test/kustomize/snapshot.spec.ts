import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Workspace } from './support/workspace.js';

const KEPT = 'rendered/team-a.yaml';

test('a change is seen object by object, until it is kept', async () => {
  const workspace = new Workspace('team-a');
  workspace.replace('overlays/team-a/tenants.yaml', 'maxExpiresIn: 3600', 'maxExpiresIn: 1800');
  workspace.append(
    'overlays/team-a/kustomization.yaml',
    '\nreplicas:\n  - { name: tenant-presign, count: 3 }\n',
  );
  const before = workspace.read(KEPT);
  const { code, out } = await workspace.check();
  expect(code).toBe(1);
  expect(out).toMatch(
    /^rendered\/team-a\.yaml: the overlay’s rendering has changed: \+ ConfigMap \S+, - ConfigMap \S+, ~ Deployment tenant-presign; npm run tenant:check -- team-a --update/,
  );
  expect(workspace.read(KEPT)).toBe(before);

  expect(await workspace.check('team-a', '--update')).toMatchObject({
    code: 0,
    out: expect.stringContaining('team-a: wrote rendered/team-a.yaml'),
  });
  expect(workspace.read(KEPT)).toContain('replicas: 3');
  expect(await workspace.check()).toMatchObject({
    code: 0,
    out: expect.stringContaining('team-a: no faults'),
  });
});

test('one that isn’t kept yet is a fault, with its fix', async () => {
  const workspace = new Workspace('team-a');
  await workspace.new(
    'team-d',
    '--account',
    '555555555555',
    '--bucket',
    'team-d-files',
    '--role-arn',
    'arn:aws:iam::555555555555:role/team-d',
  );
  expect(await workspace.check()).toMatchObject({ code: 0 });
  const bare = new Workspace('team-a');
  bare.write(KEPT, '');
  expect((await bare.check()).code).toBe(1);
});

test('nothing is kept of an overlay with faults, and the change is not said beside them', async () => {
  const workspace = new Workspace('team-a');
  workspace.replace(
    'overlays/team-a/tenants.yaml',
    'audience: tenant-presign/team-a #',
    'audience: sts.amazonaws.com #',
  );
  const before = workspace.read(KEPT);
  const { code, out } = await workspace.check('--update');
  expect(code).toBe(1);
  expect(out).not.toContain('rendering has changed');
  expect(out).toMatch(/: 1 fault$/m);
  expect(workspace.read(KEPT)).toBe(before);
});

test.each([
  ['an overlay that isn’t there', ['team-z'], 'There is no overlay team-z. There are: team-a.'],
  ['an option that isn’t there', ['--fix'], 'Usage: npm run tenant:check'],
])('%s is no verdict', async (_, args, words) => {
  const { code, err } = await new Workspace('team-a').check(...args);
  expect(code).toBe(2);
  expect(err).toContain(words);
});

test('--help', async () => {
  const workspace = new Workspace('team-a');
  expect(await workspace.check('--help')).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('Usage:'),
  });
  expect(existsSync(join(workspace.root, 'overlays/--help'))).toBe(false);
});
