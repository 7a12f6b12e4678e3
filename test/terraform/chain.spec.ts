import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Workspace as Overlays } from '../kustomize/support/workspace.js';
import { applyExample, initTenant, type Outputs } from './support/outputs.js';
import { SOURCE, Workspace, hasStandIn } from './support/terraform.js';

// Tests that Terraform's output leads to an overlay that agrees with it, in one step and without manual changes.

const RICH = {
  max_session_duration: 43_200,
  max_expires_in: 7200,
  key_prefix: 'v2/',
  cors_origins: ['https://app.example', 'https://admin.example'],
  grants: [
    { actions: ['download', 'list'], prefixes: ['shared/', 'it’s public/'] },
    { actions: ['upload', 'delete'], prefixes: ['users/${sub}/'] },
  ],
};

const CHAINS = [
  { tenant: 'team-a', change: {} },
  { tenant: 'team-b', change: {} },
  { tenant: 'team-c', change: {} },
  { tenant: 'team-a', change: RICH },
  { tenant: 'team-a', change: { encryption: { type: 'sse-kms' } } },
  { tenant: 'team-b', change: { grants: [{ actions: ['upload'], prefixes: ['in/'] }] } },
] as const;

describe.runIf(hasStandIn)('from Terraform’s output', () => {
  let terraform: Workspace;
  beforeAll(async () => {
    terraform = new Workspace({ keep: true });
    await initTenant(terraform);
  });
  afterAll(() => terraform.remove());

  test.each(CHAINS)(
    'of $tenant with $change, tenant:new makes what tenant:check finds nothing wrong with',
    async ({ tenant, change }) => {
      const text = readFileSync(join(SOURCE, 'tenants', `${tenant}.tfvars.json`), 'utf8');
      // the service account of the new tenant team-x replaces that of the copied one
      const given = JSON.parse(
        text.replaceAll(`serviceaccount:${tenant}:`, 'serviceaccount:team-x:'),
      ) as object;
      const inputs = { ...given, ...change, name: 'team-x' };
      const outputs: Outputs = await applyExample(
        terraform,
        inputs,
        `chain-${CHAINS.findIndex((each) => each.change === change && each.tenant === tenant)}`,
      );

      const overlays = new Overlays();
      mkdirSync(join(overlays.root, 'infra/terraform/tenants'), { recursive: true });
      const kept = join('infra/terraform/tenants', 'team-x');
      overlays.write(`${kept}.tfvars.json`, JSON.stringify(inputs));
      writeFileSync(join(overlays.root, `${kept}.outputs.json`), JSON.stringify(outputs));

      const made = await overlays.new('team-x', '--from-terraform-output', `${kept}.outputs.json`);
      expect(made).toMatchObject({ code: 0, err: '' });
      expect(overlays.faults('team-x')).toEqual([]);
      expect(await overlays.check('team-x')).toMatchObject({ code: 0, err: '' });

      overlays.replace('overlays/team-x/tenants.yaml', /bucket: .*/, 'bucket: elsewhere');
      expect(overlays.faults('team-x')).toEqual([
        expect.objectContaining({ message: expect.stringContaining('the bucket is elsewhere') }),
      ]);
    },
  );
});
