import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { initTenant } from './support/outputs.js';
import { EXAMPLE, MODULES, SOURCE, Workspace, hasStandIn } from './support/terraform.js';

test('is formatted', async () => {
  const { code, out, err } = await new Workspace().run('.', 'fmt', '-check', '-recursive', '-diff');
  expect({ code, out, err }).toEqual({ code: 0, out: '', err: expect.any(String) });
});

describe.each(MODULES)('module %s', (name) => {
  test('is valid, and does what its own tests say', { timeout: 180_000 }, async () => {
    const workspace = new Workspace();
    const folder = `modules/${name}`;
    await workspace.init(folder);
    expect(await workspace.run(folder, 'validate', '-no-color')).toMatchObject({ code: 0, err: '' });
    const { code, out, err } = await workspace.run(folder, 'test', '-no-color');
    expect(code, `${out}${err}`).toBe(0);
    expect(out).toMatch(/Success! [1-9]\d* passed, 0 failed\./);
  });
});

interface PlannedChange {
  readonly address: string;
  readonly type: string;
  readonly change: { readonly actions: readonly string[] };
}

describe.runIf(hasStandIn).each(['team-a', 'team-b', 'team-c'])('%s', (tenant) => {
  test('can be planned, and made from nothing', async () => {
    const workspace = new Workspace();
    await initTenant(workspace);
    expect(await workspace.run(EXAMPLE, 'validate', '-no-color')).toMatchObject({ code: 0, err: '' });
    const inputs = `-var-file=${join(SOURCE, 'tenants', `${tenant}.tfvars.json`)}`;
    await workspace.succeed(EXAMPLE, 'plan', '-input=false', '-out=plan', inputs);
    const plan = JSON.parse(await workspace.succeed(EXAMPLE, 'show', '-json', 'plan')) as {
      resource_changes: PlannedChange[];
    };
    const created = plan.resource_changes.filter(({ change }) => change.actions[0] !== 'read');
    expect(new Set(created.flatMap(({ change }) => change.actions))).toEqual(new Set(['create']));
    expect(created.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'aws_iam_role',
        'aws_iam_role_policy',
        'aws_s3_bucket',
        'aws_s3_bucket_policy',
      ]),
    );
  });
});
