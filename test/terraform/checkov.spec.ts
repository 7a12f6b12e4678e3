import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { initTenant } from './support/outputs.js';
import { EXAMPLE, SOURCE, Workspace, hasStandIn, tools } from './support/terraform.js';

/**
 * The checks of checkov that a tenant's plan fails, each with the reason. A check that no longer fails must be removed
 * here.
 */
const FAILED_FOR_A_REASON: Readonly<Record<string, string>> = {
  CKV2_AWS_62: 'Events of objects cost, and someone must want them: eventbridge = true.',
  CKV_AWS_144:
    'A copy in another Region doubles cost, and may break what keeps data in this one: the tenant’s to decide.',
};
const BY_CHOICE_OF_TENANT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'team-a': { CKV_AWS_145: 'team-a chose sse-s3; sse-kms is what the module does by itself.' },
  'team-b': {},
};

interface Report {
  readonly results: {
    readonly failed_checks: readonly { readonly check_id: string; readonly resource: string }[];
  };
  readonly summary: { readonly passed: number };
}

describe.runIf(hasStandIn)('checkov', () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = new Workspace({ keep: true });
    await initTenant(workspace);
  });
  afterAll(() => workspace.remove());

  async function validate(tenant: string): Promise<Report> {
    const inputs = join(SOURCE, 'tenants', `${tenant}.tfvars.json`);
    const file = (name: string) => join(workspace.root, name);
    await workspace.succeed(EXAMPLE, 'plan', '-input=false', `-out=${file('plan')}`, `-var-file=${inputs}`);
    writeFileSync(file('plan.json'), await workspace.succeed(EXAMPLE, 'show', '-json', file('plan')));
    return checkov(file('plan.json'));
  }

  test.each(['team-a', 'team-b'])('finds in the plan of %s nothing without a reason', async (tenant) => {
    const { results, summary } = await validate(tenant);
    const reasons = { ...FAILED_FOR_A_REASON, ...BY_CHOICE_OF_TENANT[tenant] };
    expect([...new Set(results.failed_checks.map(({ check_id }) => check_id))].toSorted()).toEqual(
      Object.keys(reasons).toSorted(),
    );
    expect(summary.passed).toBeGreaterThan(25);
  });
});

/** Runs checkov, which exits with 1 if it has findings. */
function checkov(file: string): Promise<Report> {
  const args = [
    '-f',
    file,
    '--framework',
    'terraform_plan',
    '--skip-download',
    '--quiet',
    '--output',
    'json',
  ];
  return new Promise((resolve, reject) => {
    execFile(tools().checkov, args, { maxBuffer: 64 * 1024 ** 2 }, (error, out, err) => {
      if (error && error.code !== 1) reject(new Error(`checkov: ${err}`, { cause: error }));
      else resolve(JSON.parse(out) as Report);
    });
  });
}
