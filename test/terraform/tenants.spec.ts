import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatted } from '../support/docs/formatted.js';
import { apply, applyExample, initTenant, outputsOf } from './support/outputs.js';
import { SOURCE, Workspace, hasStandIn } from './support/terraform.js';

// Tests infra/terraform/tenants: Terraform's inputs and outputs for the tenants of deploy/kustomize/overlays.

const read = (path: string): object => JSON.parse(readFileSync(join(SOURCE, path), 'utf8')) as object;

describe.runIf(hasStandIn)('what is kept of', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = new Workspace({ keep: true });
    await initTenant(workspace);
  });
  afterAll(() => workspace.remove());

  test.each(['team-a', 'team-b', 'team-c'])(
    '%s is what the example makes of its inputs (fix it with vitest -u)',
    async (tenant) => {
      const file = (end: string) => join(SOURCE, 'tenants', `${tenant}.${end}.json`);
      const inputs = JSON.parse(readFileSync(file('tfvars'), 'utf8')) as object;
      const outputs = await applyExample(workspace, inputs, tenant);
      await expect(await formatted(JSON.stringify(outputs), file('outputs'))).toMatchFileSnapshot(
        file('outputs'),
      );
    },
  );

  test('the tenants’ trust is what the cluster’s account says', async () => {
    const root = 'examples/cluster-account';
    await workspace.init(root);
    const state = await apply(workspace, root, read('clusters/platform.tfvars.json'), 'platform');
    const said = (await outputsOf(workspace, root, state))['trust']!.value;
    for (const tenant of ['team-b', 'team-c'])
      expect(read(`tenants/${tenant}.tfvars.json`)).toMatchObject({
        trust: withoutEmpty((said as Record<string, object>)[tenant]!),
      });
  });
});

/** Removes kinds of trust without entries, which an input may leave out. */
const withoutEmpty = (trust: object): object =>
  Object.fromEntries(
    Object.entries(trust)
      .filter(([, ways]) => Object.keys(ways as object).length > 0)
      .map(([kind, ways]) => [
        kind,
        Object.fromEntries(
          Object.entries(ways as Record<string, object>).map(([name, way]) => [
            name,
            Object.fromEntries(Object.entries(way).filter(([, value]) => value !== null && value !== false)),
          ]),
        ),
      ]),
  );
