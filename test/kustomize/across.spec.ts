import { expect, test } from 'vitest';
import { Workspace } from './support/workspace.js';

// Tests values that two overlays must not share. Each fault is reported in both overlays, with the place in the other
// one.

test.each([
  {
    what: 'an audience',
    file: 'tenants.yaml',
    from: /audience: tenant-presign\/team-c/,
    to: 'audience: tenant-presign/team-b',
    says: 'audience “tenant-presign/team-b” is also used by team-b (overlays/team-b/tenants.yaml:6)',
  },
  {
    what: 'a role',
    file: 'tenants.yaml',
    from: /account: .*/,
    to: "account: '222222222222'",
    also: [
      'roleArn: arn:aws:iam::444444444444:role/team-c-presign',
      'roleArn: arn:aws:iam::222222222222:role/team-a-presign',
    ],
    says: 'role “arn:aws:iam::222222222222:role/team-a-presign” is also used by team-a (overlays/team-a/tenants.yaml:20)',
  },
] as const)('$what', async ({ file, from, to, says, ...more }) => {
  const workspace = new Workspace('team-a', 'team-b', 'team-c');
  workspace.replace(`overlays/team-c/${file}`, from, to);
  if ('also' in more) workspace.replace(`overlays/team-c/${file}`, ...more.also);
  expect(workspace.faults('team-c')).toEqual([
    { file: `overlays/team-c/${file}`, text: expect.any(String), message: expect.stringContaining(says) },
  ]);
  const { code, out } = await workspace.check();
  expect(code).toBe(1);
  expect(out).toContain('is also used by team-c (overlays/team-c/tenants.yaml:');
  expect(out).toMatch(/3 overlays, .*: 2 faults/);
});

test('a role of a tenant in a shared overlay', () => {
  const workspace = new Workspace('team-a', 'shared');
  const file = 'overlays/shared/tenants/platform.yaml';
  workspace.replace(file, "account: '555555555552'", "account: '222222222222'");
  workspace.replace(file, '555555555552:role/team-n-presign', '222222222222:role/team-a-presign');
  expect(workspace.faults('shared')).toEqual([
    {
      file,
      text: 'roleArn: arn:aws:iam::222222222222:role/team-a-presign',
      message: expect.stringContaining('is also used by team-a (overlays/team-a/tenants.yaml:20)'),
    },
  ]);
});

test('a namespace and a host', async () => {
  const workspace = new Workspace('team-a');
  const made = await workspace.new(
    'team-d',
    '--account',
    '555555555555',
    '--bucket',
    'team-d-files',
    '--role-arn',
    'arn:aws:iam::555555555555:role/team-d-presign',
    '--host',
    'team-d.presign.example',
  );
  expect(made).toMatchObject({ code: 0, err: '' });
  expect((await workspace.check()).code).toBe(0);
  workspace.replace('overlays/team-d/http-route.yaml', 'team-d.presign', 'team-a.presign');
  workspace.replace('overlays/team-d/kustomization.yaml', 'namespace: team-d', 'namespace: team-a');
  const messages = workspace.faults('team-d').map(({ message }) => message);
  expect(messages).toContainEqual(expect.stringContaining('namespace “team-a” is also used by team-a'));
  expect(messages).toContainEqual(
    expect.stringContaining('hostname “team-a.presign.example” is also used by team-a'),
  );
});

test('only what was asked for is reported, though all is read', async () => {
  const workspace = new Workspace('team-b', 'team-c');
  workspace.replace(
    'overlays/team-c/tenants.yaml',
    'audience: tenant-presign/team-c',
    'audience: tenant-presign/team-b',
  );
  workspace.replace('overlays/team-c/kustomization.yaml', 'namespace: team-c', 'namespace: default');
  expect((await workspace.check('team-b')).out).not.toContain('default');
  expect((await workspace.check('team-b')).code).toBe(1);
});
