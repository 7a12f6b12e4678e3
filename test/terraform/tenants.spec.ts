import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatted } from '../support/docs/formatted.js';
import { applyExample } from './support/outputs.js';
import { EXAMPLE, SOURCE, Workspace, hasStandIn } from './support/terraform.js';

// infra/terraform/tenants holds what Terraform was told and made for the tenants of deploy/kustomize/overlays.

describe.runIf(hasStandIn)('what is kept of', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = new Workspace({ keep: true });
    await workspace.init(EXAMPLE);
  });
  afterAll(() => workspace.remove());

  test.each(['team-a', 'team-b', 'team-c'])(
    '%s is what the example makes of its inputs (mend it by vitest -u)',
    async (tenant) => {
      const file = (end: string) => join(SOURCE, 'tenants', `${tenant}.${end}.json`);
      const inputs = JSON.parse(readFileSync(file('tfvars'), 'utf8')) as object;
      const outputs = await applyExample(workspace, inputs, tenant);
      await expect(await formatted(JSON.stringify(outputs), file('outputs'))).toMatchFileSnapshot(
        file('outputs'),
      );
    },
  );
});
