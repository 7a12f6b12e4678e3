import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { apply, outputsOf } from './support/outputs.js';
import { EXAMPLE, EXAMPLES, MODULES, SOURCE, Workspace, hasStandIn } from './support/terraform.js';

test('what docs/onboard-a-tenant.md shows is valid', async () => {
  const page = readFileSync('docs/onboard-a-tenant.md', 'utf8');
  const [, shown] = /^```hcl\n([^]*?)^```/m.exec(page)!;
  const workspace = new Workspace();
  mkdirSync(join(workspace.root, 'shown'));
  writeFileSync(join(workspace.root, 'shown/main.tf'), shown!.replaceAll('"./infra/terraform/', '"../'));
  await workspace.init('shown');
  expect(await workspace.run('shown', 'validate', '-no-color')).toMatchObject({ code: 0, err: '' });
  expect(await workspace.run('shown', 'fmt', '-check')).toMatchObject({ code: 0 });
});

test('what the READMEs of the modules show is valid, all in one root', async () => {
  const workspace = new Workspace();
  const shown = MODULES.map((name) => {
    const page = readFileSync(join(SOURCE, 'modules', name, 'README.md'), 'utf8');
    const [, code] = /^```hcl\n([^]*?)^```/m.exec(page)!;
    return code!;
  });
  const providers = ['cluster', 'function', 'tenant'].map(
    (alias) => `provider "aws" {\n  alias = "${alias}"\n}\n`,
  );
  mkdirSync(join(workspace.root, 'shown/root'), { recursive: true });
  writeFileSync(join(workspace.root, 'shown/root/main.tf'), [...providers, ...shown].join('\n'));
  await workspace.init('shown/root');
  expect(await workspace.run('shown/root', 'validate', '-no-color')).toMatchObject({ code: 0, err: '' });
  expect(await workspace.run('shown/root', 'fmt', '-check')).toMatchObject({ code: 0 });
});

describe.runIf(hasStandIn)('docs/terraform.md', () => {
  const page = readFileSync('docs/terraform.md', 'utf8');
  const shown = (name: string) =>
    JSON.parse(new RegExp(`^\`\`\`json ${name}\n([^]*?)^\`\`\``, 'm').exec(page)![1]!) as {
      readonly account_id: string;
    };

  /** Returns the inputs that a page shows, with a role of the account that the provider assumes. */
  const inputs = (name: string) => {
    const given = shown(name);
    return { ...given, terraform_role_arn: `arn:aws:iam::${given.account_id}:role/terraform` };
  };

  test('shows inputs that the roots take, one after the other', async () => {
    const workspace = new Workspace();
    const base = 'examples/account-base';
    await workspace.init(base);
    const ofBase = inputs('account-base/555555555555.tfvars.json');
    workspace.existing = [await apply(workspace, base, ofBase, 'base')];
    await workspace.init('examples/cluster-account');
    const ofCluster = inputs('cluster-account/blue.tfvars.json');
    const cluster = await apply(workspace, 'examples/cluster-account', ofCluster, 'a');
    await workspace.init(EXAMPLE);
    const byIrsa = inputs('team-d/team-d.tfvars.json');
    const state = await apply(workspace, EXAMPLE, byIrsa, 'b');
    const outputs = await outputsOf(workspace, EXAMPLE, state);
    expect(outputs['role_arn']!.value).toBe('arn:aws:iam::555555555555:role/team-d-presign');
    expect(outputs['credentials']!.value).toBe('irsa');

    const { trust } = await outputsOf(workspace, 'examples/cluster-account', cluster);
    const byAssociation = { ...byIrsa, trust: (trust!.value as Record<string, object>)['team-d'] };
    const instead = await apply(workspace, EXAMPLE, byAssociation, 'c');
    expect((await outputsOf(workspace, EXAMPLE, instead))['credentials']!.value).toBe('pod-identity');
  });

  test('has each folder that a command enters, and shows each file that it takes', () => {
    const folders = new Set(EXAMPLES.map((name) => `infra/terraform/examples/${name}`));
    const files = new Set<string>();
    let folder = '';
    let taken = 0;
    for (const [, language, name, code] of page.matchAll(/^ *```(\w+) ?(\S*)\n([^]*?)^ *```$/gm)) {
      if (language !== 'sh') files.add(name!);
      for (const [, made] of code!.matchAll(/^cp -r \S+ (\S+)$/gm)) folders.add(made!);
      folder = /^cd (\S+)$/m.exec(code!)?.[1] ?? folder;
      const uses = code!.matchAll(/-(?:var-file|backend-config)=(\S+)/g);
      for (const [, file] of uses) {
        taken++;
        expect([...folders]).toContain(folder);
        expect([...files]).toContain(`${folder.split('/').at(-1)}/${file}`);
      }
    }
    expect(taken).toBe(6);
  });
});
