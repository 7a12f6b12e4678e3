import { expect, test } from 'vitest';
import { GOOD, ROLE } from './support/team-d.js';
import { Workspace } from './support/workspace.js';

// Adds a tenant to the overlay of many tenants.

const INTO = [...GOOD, '--into', 'shared'];
const CHAINED = [...INTO, '--external-id', 'tenant-presign/team-d'];
const PLATFORM = 'overlays/shared/tenants/platform.yaml';
const TEAM = 'overlays/shared/tenants/team-d.tenant.yaml';

test.each([
  ['into-chained', CHAINED],
  ['into-direct', [...INTO, '--credentials', 'irsa']],
])('%s is as kept in golden/, nothing is wrong with it, and other lines stay', async (name, args) => {
  const workspace = new Workspace('shared', 'team-a');
  const before = workspace.read(PLATFORM);
  const { code, out, err } = await workspace.new(...args);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('Added team-d to overlays/shared/tenants: platform.yaml, team-d.tenant.yaml.');
  expect(out).toContain('kubectl apply --server-side -k overlays/shared');
  expect(await workspace.check()).toMatchObject({ code: 0, err: '' });
  const after = workspace.read(PLATFORM);
  expect(after.startsWith(before)).toBe(true);
  const whole = `--- platform.yaml\n${after.slice(before.length)}--- team-d.tenant.yaml\n${workspace.read(TEAM)}`;
  await expect(whole).toMatchFileSnapshot(`golden/${name}.txt`);

  expect(await workspace.new(...args)).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('has team-d already, with the same content.'),
  });
  expect(workspace.read(PLATFORM)).toBe(after);
});

test('what comes after the tenants stays after them', async () => {
  const workspace = new Workspace('shared');
  workspace.append(PLATFORM, `# the end\nsharedRoles: [${ROLE}x]\n`);
  expect(await workspace.new(...CHAINED)).toMatchObject({ code: 0, err: '' });
  expect(workspace.read(PLATFORM)).toMatch(/ceilings: .*\n# the end\nsharedRoles: .*\n$/);
});

test('a role of a tenant that is there already is refused by the check', async () => {
  const workspace = new Workspace('shared');
  const { code, err } = await workspace.new(
    ...CHAINED.map((each) => (each === 'team-d-files' ? 'team-m-files' : each)),
  );
  expect(code).toBe(1);
  expect(err).toContain('reaches keys of tenant team-m in bucket team-m-files');
});

test.each([
  [
    'an overlay that isn’t there',
    [...GOOD, '--into', 'all'],
    '--into: There is no overlay all. There are: shared, team-a.',
  ],
  [
    'an overlay of one tenant',
    [...GOOD, '--into', 'team-a'],
    '--into: overlays/team-a/kustomization.yaml is for one tenant',
  ],
  [
    'a scale of its own',
    [...CHAINED, '--scale', 'keda'],
    '--scale is a setting of the overlay, and shared exists already',
  ],
  ['a namespace', [...CHAINED, '--create-namespace'], '--create-namespace is a setting of the overlay'],
  [
    'one session for all',
    [...INTO, '--credentials', 'pod-identity'],
    'would give all tenants of shared one session',
  ],
  [
    'a hub without external id',
    INTO,
    '--external-id is missing: the hub role may assume the role of every tenant',
  ],
  ['another error', [...CHAINED, '--region', 'x'], '--region is “x”'],
])('%s is refused, and nothing is written', async (_, args, error) => {
  const workspace = new Workspace('shared', 'team-a');
  const before = workspace.read(PLATFORM);
  expect(await workspace.new(...args)).toMatchObject({ code: 2, err: expect.stringContaining(error) });
  expect(workspace.read(PLATFORM)).toBe(before);
  expect(() => workspace.read(TEAM)).toThrow('ENOENT');
});

test.each([
  ['a tenant that differs', /^/, 'Tenant team-m exists already, and differs'],
  ['a list in one line', /tenants:\n[^]*$/, 'must be written as lines that begin with “- ”'],
  ['a faulty file', /version: 1/, 'shared has errors in platform.yaml'],
])('%s is refused, and nothing is written', async (what, pattern, error) => {
  const workspace = new Workspace('shared');
  const flow = `tenants: [{ id: team-m, issuers: [cluster], account: '555555555551', bucket: team-m-files, region: eu-west-1, credentials: { type: web-identity, roleArn: '${ROLE.replaceAll('555555555555', '555555555551')}' } }]\n`;
  const text = { 'a list in one line': flow, 'a faulty file': 'version: 2' }[what] ?? '';
  if (text) workspace.replace(PLATFORM, pattern, text);
  const before = workspace.read(PLATFORM);
  const args = what === 'a tenant that differs' ? ['team-m', ...CHAINED.slice(1)] : CHAINED;
  const chain = [
    ...args,
    ...(what === 'a list in one line' ? ['--source-role-arn', ROLE.replace('team-d', 'hub')] : []),
  ];
  const { code, err } = await workspace.new(...chain);
  expect(code).not.toBe(0);
  expect(err).toContain(error);
  expect(workspace.read(PLATFORM)).toBe(before);
  expect(() => workspace.read(TEAM)).toThrow('ENOENT');
});
