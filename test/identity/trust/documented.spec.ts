import { describe, expect, it } from 'vitest';
import { docBlock } from '../../support/docs/doc-blocks.js';
import { render } from '../../terraform/support/policy-templates.js';

const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';

const policyOf = (statement: unknown) => ({ Version: '2012-10-17', Statement: [statement] });

describe('the policies of docs/identity.md are those that Terraform makes', () => {
  it.each([
    [
      'irsa/trust-policy.json',
      policyOf(
        render('tenant', 'trust-irsa', {
          provider_arn: `arn:aws:iam::222222222222:oidc-provider/${ISSUER}`,
          issuer: ISSUER,
          subject: 'system:serviceaccount:team-a:tenant-presign',
          audience: 'sts.amazonaws.com',
          number: '',
        }),
      ),
    ],
    [
      'pod-identity/trust-policy.json',
      policyOf(
        render('tenant', 'trust-role', {
          source_role_arn: 'arn:aws:iam::111111111111:role/presign-pods',
          actions: ['sts:AssumeRole', 'sts:TagSession'],
          external_id: 'EXTERNAL-ID-OF-THE-ASSOCIATION',
          number: '',
        }),
      ),
    ],
    [
      'chained/trust-policy.json',
      policyOf(
        render('tenant', 'trust-role', {
          source_role_arn: 'arn:aws:iam::111111111111:role/presign-source',
          actions: ['sts:AssumeRole', 'sts:TagSession'],
          external_id: 'tenant-presign/team-a',
          number: '',
        }),
      ),
    ],
    [
      'chained/source-permissions.json',
      render('cluster-role', 'assume-targets', {
        actions: ['sts:AssumeRole', 'sts:TagSession'],
        target_role_arns: '"arn:aws:iam::*:role/team-a-presign"',
      }),
    ],
  ])('%s', (block, policy) => {
    expect(withoutNames(policy)).toEqual(docBlock('identity.md', block));
  });
});

/** Removes the names of statements, which Terraform's policies have. */
const withoutNames = (policy: unknown): unknown =>
  JSON.parse(JSON.stringify(policy, (key, value: unknown) => (key === 'Sid' ? undefined : value)));
