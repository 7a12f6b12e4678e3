import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { IN_INPUTS, IN_OUTPUTS, IN_TENANT_FILE } from './planted/drift.js';
import { DriftWorkspace } from './support/drift-workspace.js';

// Tenant file and overlay, Terraform's inputs and its outputs, one changed without the others.

describe.each([
  { where: 'the tenant file', drifts: IN_TENANT_FILE },
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
  test('has not drifted', () => {
    const workspace = new DriftWorkspace(overlay);
    expect(workspace.faults(overlay)).toEqual([]);
    expect(workspace.check(overlay)).toMatchObject({ code: 0, err: '' });
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

test('all at once, one list', () => {
  const workspace = new DriftWorkspace('team-a');
  const together = IN_INPUTS.filter(
    ({ overlay, drift }) => overlay === 'team-a' && !drift.includes('action'),
  );
  for (const { file, from, to } of together) workspace.replace(file, from, to);
  const { code, out } = workspace.check('team-a');
  expect(code).toBe(1);
  for (const { says } of together.filter(({ drift }) => drift !== 'the whole bucket'))
    expect(out).toContain(says);
});
