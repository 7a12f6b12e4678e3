import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { IN_CLUSTER_AND_OVERLAY, IN_INPUTS, IN_OUTPUTS, IN_TENANT_FILE } from './planted/drift.js';
import { check as checkOverlays } from '../../apps/operator-cli/src/check/check.js';
import type { Facts } from '../../apps/operator-cli/src/terraform/facts.js';
import { renderer } from './support/workspace.js';
import { DriftWorkspace } from './support/drift-workspace.js';

// Tests that tenant file and overlay agree with Terraform's inputs and outputs. Each test changes only one of them.

describe.each([
  { where: 'the tenant file', drifts: IN_TENANT_FILE },
  { where: 'cluster and overlay', drifts: IN_CLUSTER_AND_OVERLAY },
  { where: 'Terraform’s inputs', drifts: IN_INPUTS },
  { where: 'Terraform’s outputs', drifts: IN_OUTPUTS },
])('in $where', ({ drifts }) => {
  test.each(drifts)('$overlay: $drift', ({ overlay, file, from, to, at = file, says }) => {
    const workspace = new DriftWorkspace(overlay);
    workspace.replace(file, from, to);
    const found = workspace.faults(overlay).filter(({ message }) => /inputs|outputs/.test(message));
    expect(found).toEqual([
      {
        file: at,
        text: expect.any(String),
        message: expect.stringContaining(says),
      },
    ]);
  });
});

describe.each(['team-a', 'team-b', 'team-c'])('%s', (overlay) => {
  test('has not drifted', async () => {
    const workspace = new DriftWorkspace(overlay);
    expect(workspace.faults(overlay)).toEqual([]);
    expect(await workspace.check(overlay)).toMatchObject({ code: 0, err: '' });
  });

  test.each(['tfvars', 'outputs'])('is compared with what is there: without its .%s.json', (missing) => {
    const workspace = new DriftWorkspace(overlay);
    rmSync(join(workspace.root, `infra/terraform/tenants/${overlay}.${missing}.json`));
    expect(workspace.faults(overlay)).toEqual([]);
    workspace.replace(`overlays/${overlay}/tenants.yaml`, /maxExpiresIn: 3600/, 'maxExpiresIn: 1800');
    expect(workspace.faults(overlay)).toEqual([
      expect.objectContaining({
        file: `overlays/${overlay}/tenants.yaml`,
        message: expect.stringContaining('change it back'),
      }),
    ]);
  });
});

describe('in AWS, by hand', () => {
  const file = 'AWS account 222222222222';
  const check = (workspace: DriftWorkspace, facts: Facts) =>
    checkOverlays(
      workspace.layout,
      renderer(),
      ['team-a'],
      new Map([['team-a', { called: 'AWS', facts, placeOf: () => ({ file }) }]]),
    )[0]!.faults;
  const agreed: Facts = { bucket: 'team-a-files', session: 3600, corsOrigins: ['https://app.example'] };

  test('nothing', () => {
    expect(check(new DriftWorkspace('team-a'), agreed)).toEqual([]);
  });

  test.each<[string, Facts, string]>([
    ['the subject', { subject: 'anybody’s' }, 'the trusted subject is anybody’s according to AWS'],
    ['a wildcard of origins', { corsOrigins: ['*'] }, 'the origins of web pages is ["*"] according to AWS'],
    ['the session', { session: 900 }, 'the length of a session is 900 according to AWS'],
    ['signatures of any age', { urlLife: 604_800 }, 'the longest life of a URL is 604800 according to AWS'],
  ])('%s', (_, facts, says) => {
    expect(check(new DriftWorkspace('team-a'), { ...agreed, ...facts })).toEqual([
      { file, message: expect.stringContaining(says) },
    ]);
  });
});

test('URLs that no session outlives are said to be so, with Terraform or without', () => {
  const workspace = new DriftWorkspace('team-a');
  rmSync(join(workspace.root, 'infra'), { recursive: true });
  workspace.replace('overlays/team-a/tenants.yaml', 'maxExpiresIn: 3600', 'maxExpiresIn: 3601');
  expect(workspace.faults('team-a')).toEqual([
    {
      file: 'overlays/team-a/tenants.yaml',
      text: 'maxExpiresIn: 3601',
      message: expect.stringContaining('raise durationSeconds'),
    },
  ]);
});

test('all at once, one list', async () => {
  const workspace = new DriftWorkspace('team-a');
  const together = IN_INPUTS.filter(
    ({ overlay, drift }) => overlay === 'team-a' && !drift.includes('action'),
  );
  for (const { file, from, to } of together) workspace.replace(file, from, to);
  const { code, out } = await workspace.check('team-a');
  expect(code).toBe(1);
  for (const { says } of together.filter(({ drift }) => drift !== 'the whole bucket'))
    expect(out).toContain(says);
});
