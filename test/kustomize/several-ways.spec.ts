import { describe, expect, test } from 'vitest';
import { check as checkOverlays } from '../../apps/operator-cli/src/check/check.js';
import type { FactSource } from '../../apps/operator-cli/src/terraform/fact-source.js';
import type { Way } from '../../apps/operator-cli/src/terraform/facts.js';
import { waysInWords } from '../../apps/operator-cli/src/terraform/ways.js';
import { DriftWorkspace } from './support/drift-workspace.js';
import { renderer } from './support/workspace.js';

// Tests a role that several clusters may assume. The check must compare each overlay with the part of the trust that is
// for its own cluster.

const OUTPUTS = 'infra/terraform/tenants/team-a.outputs.json';
const INPUTS = 'infra/terraform/tenants/team-a.tfvars.json';
const OURS: Way = {
  credentials: 'irsa',
  issuer: 'oidc.eks.eu-west-1.amazonaws.com/id/7A1C90D2E45B4F6680B3D9E2C5F1A847',
  subject: 'system:serviceaccount:team-a:tenant-presign',
  audience: 'sts.amazonaws.com',
};
const GREEN: Way = { ...OURS, issuer: 'oidc.eks.eu-west-1.amazonaws.com/id/GREEN' };
const HUB: Way = { sourceRoleArn: 'arn:aws:iam::111111111111:role/hub', externalId: 'team-a' };

/** Returns a workspace whose inputs and outputs name a second cluster, before the overlay's own in the list. */
function blueGreen(): DriftWorkspace {
  const workspace = new DriftWorkspace('team-a');
  const issuer = `https://${GREEN.issuer!}`;
  workspace.replace(INPUTS, '"issuers": {', `"issuers": { "green": { "issuer_url": "${issuer}" },`);
  const way = {
    key: 'green',
    credentials: 'irsa',
    issuer: GREEN.issuer,
    subject: GREEN.subject,
    audience: GREEN.audience,
  };
  workspace.replace(OUTPUTS, /"ways": \[\s*\{/, `"ways": [${JSON.stringify(way)}, {`);
  return workspace;
}

const aws = (...ways: Way[]): FactSource => ({
  called: 'AWS',
  facts: { trusted: waysInWords(ways) },
  ways,
  placeOf: () => ({ file: 'AWS account 222222222222' }),
});
const faults = (workspace: DriftWorkspace, source: FactSource) =>
  checkOverlays(workspace.layout, renderer(), ['team-a'], new Map([['team-a', source]]))[0]!.faults;

describe('a role for two clusters', () => {
  test('agrees with the overlay of one of them', () => {
    const workspace = blueGreen();
    expect(workspace.faults('team-a')).toEqual([]);
    expect(faults(workspace, aws(GREEN, OURS))).toEqual([]);
  });

  test('does not agree with the overlay of a third', () => {
    const workspace = blueGreen();
    workspace.replace('clusters/blue.yaml', '7A1C90D2', '8A1C90D2');
    expect(
      workspace.faults('team-a').filter(({ message }) => message.includes('the cluster’s issuer is')),
    ).toHaveLength(1);
  });

  test('in AWS trusts who Terraform says, and no other', () => {
    const [fault, ...others] = faults(blueGreen(), aws(GREEN, OURS, HUB));
    expect(fault!.message).toContain('who may assume the role');
    expect(fault!.message).toContain('role/hub');
    expect(others).toEqual([]);
  });
});

test('without Terraform’s outputs a second way in AWS is one too many', () => {
  const workspace = new DriftWorkspace('team-a');
  workspace.remove(OUTPUTS);
  expect(faults(workspace, aws(OURS))).toEqual([]);
  expect(faults(workspace, aws(OURS, HUB))).toEqual([
    expect.objectContaining({ message: expect.stringContaining('2 statements of trust') as string }),
  ]);
});
