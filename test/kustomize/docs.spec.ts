import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sealingCommand } from '../../apps/operator-cli/src/commands/tenant-new/sealing-secret.js';
import { nestedBlocks, shellBlock } from '../support/docs/nested-blocks.js';
import { firstSignedUrl } from '../support/docs/first-signed-url.js';
import { Workspace } from './support/workspace.js';

// Tests docs/onboard-a-tenant.md and the tutorial: the commands of this repository run unchanged.

const PAGE = readFileSync('docs/onboard-a-tenant.md', 'utf8');
const TUTORIAL = readFileSync('docs/tutorials/first-tenant.md', 'utf8');

const block = (heading: string, page = PAGE): string => {
  const [, text] = new RegExp(`^\`\`\`${heading}\n([^]*?)^\`\`\``, 'm').exec(page) ?? [];
  if (text === undefined) throw new Error(`the page has no block ${heading}`);
  return text;
};
const calls = (command: string, page = PAGE): string[][] =>
  [...page.matchAll(new RegExp(`^npm run ${command}(?: -- )?(.*)$`, 'gm'))].map(([, args]) =>
    args!.split(' ').filter(Boolean),
  );

test('the calls of tenant:new do what the page says, and tenant:check then has nothing to say', async () => {
  const workspace = new Workspace('team-a');
  workspace.write('team-d.json', block('json team-d.json'));
  const [fromTerraform, byHand, ...others] = calls('tenant:new');
  expect(await workspace.new(...fromTerraform!)).toMatchObject({ code: 0, err: '' });
  expect(await workspace.new(...byHand!)).toMatchObject({
    code: 0,
    out: expect.stringContaining('with the same content'),
  });
  expect(others).toHaveLength(2);
  for (const args of others) expect(await workspace.new(...args)).toMatchObject({ code: 0, err: '' });
  for (const args of calls('tenant:check'))
    expect(await workspace.check(...args)).toMatchObject({ code: 0, err: '' });
});

test('the first signed URL works with the tenant file that the page makes', async () => {
  const workspace = new Workspace();
  workspace.write('team-d.json', block('json team-d.json'));
  await workspace.new(...calls('tenant:new')[0]!);
  await firstSignedUrl(
    'onboard-a-tenant.md',
    workspace.read('overlays/team-d/tenants.yaml'),
    ({ printed, headers }) => {
      expect(printed).toBe('hello\n');
      expect(headers).toBe(block('text headers'));
      return Promise.resolve();
    },
  );
});

test('the tutorial’s calls make an overlay that passes the check, and its first signed URL works', async () => {
  const workspace = new Workspace();
  workspace.write('team-d.json', block('json team-d.json', TUTORIAL));
  const made = calls('tenant:new', TUTORIAL);
  const checked = calls('tenant:check', TUTORIAL);
  expect([made, checked].map(({ length }) => length)).toEqual([1, 1]);
  expect(await workspace.new(...made[0]!)).toMatchObject({ code: 0, err: '' });
  expect(await workspace.check(...checked[0]!)).toMatchObject({ code: 0, err: '' });
  const tenantFile = workspace.read('overlays/team-d/tenants.yaml');
  await firstSignedUrl('tutorials/first-tenant.md', tenantFile, ({ printed }) => {
    expect(printed).toBe('hello\n');
    return Promise.resolve();
  });
});

test('docs/how-to/first-file-on-eks.md: the calls of our commands do what the page says', async () => {
  const workspace = new Workspace();
  workspace.write('team-d.json', block('json team-d.json'));
  const lines = nestedBlocks('docs/how-to/first-file-on-eks.md', 'sh').flatMap((code) => code.split('\n'));
  const args = (command: string) => lines.find((line) => line.startsWith(`npm run ${command} -- `))!.split(' ').slice(4); // prettier-ignore
  expect(await workspace.render(...args('cluster:render'))).toMatchObject({ code: 0, err: '' });
  expect(await workspace.new(...args('tenant:new'))).toMatchObject({ code: 0, err: '' });
  expect(await workspace.check(...args('tenant:check'))).toMatchObject({ code: 0, err: '' });
  expect(workspace.read('overlays/team-d/namespace/kustomization.yaml')).toContain('namespace: team-d');
});

test('docs/how-to/first-file-on-eks.md: the samples that it removes are there, and no others', () => {
  const code = shellBlock('docs/how-to/first-file-on-eks.md', 'git rm');
  const removed = execFileSync('bash', ['-ec', code.replace('git rm -r --quiet', 'ls -d')], {
    encoding: 'utf8',
  });
  const samples = readdirSync('deploy/kustomize/overlays').filter((name) => name !== 'platform');
  expect(removed.match(/(?<=overlays\/)[\w-]+/g)!.toSorted()).toEqual(samples.toSorted());
});

test('the sealing command is the one that tenant:new prints', () => {
  expect(PAGE).toContain(sealingCommand('team-d'));
});

test('the policy for endpoints passes the check', () => {
  const workspace = new Workspace('team-a');
  const policies = [...PAGE.matchAll(/^```yaml\n([^]*?)^```/gm)].map(([, text]) => text!);
  const policy = policies.find((text) => text.includes('kind: NetworkPolicy'));
  workspace.write('overlays/team-a/endpoints.yaml', policy!);
  workspace.replace(
    'overlays/team-a/kustomization.yaml',
    '  - ../../base\n',
    '  - ../../base\n  - endpoints.yaml\n',
  );
  expect(workspace.faults('team-a')).toEqual([]);
});

test('the page knows every component, and nothing besides', () => {
  const rows = [...PAGE.matchAll(/^\| `([\w-]+)` +\| (?:itself|_cluster_|_platform_|`team-d)/gm)].map(
    ([, name]) => name!,
  );
  expect(rows.toSorted()).toEqual([...new Workspace().layout.componentNames(), 'pod-identity'].toSorted());
});
