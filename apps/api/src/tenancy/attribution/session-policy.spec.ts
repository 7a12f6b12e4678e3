import { describe, expect, it } from 'vitest';
import { sessionPolicy, type PolicyTerms } from './session-policy.js';

const TERMS: PolicyTerms = { bucket: 'team-a-files', partition: 'aws', keyPrefix: '', kms: false };
const OBJECTS = 'arn:aws:s3:::team-a-files/';

const statements = (policy: string) => (JSON.parse(policy) as { Statement: object[] }).Statement;
const prefixesOf = (granted: Record<string, string[]>) => (action: string) => granted[action] ?? [];

describe('a session policy', () => {
  it('is what the caller is granted: actions with the same prefixes together', () => {
    const { policy, narrowed } = sessionPolicy(
      { ...TERMS, keyPrefix: 'live/' },
      prefixesOf({ download: ['shared/', 'users/u1/'], upload: ['users/u1/'], delete: ['users/u1/'] }),
    );
    expect(narrowed).toBe(true);
    expect(statements(policy)).toEqual([
      {
        Effect: 'Allow',
        Action: ['s3:GetObject'],
        Resource: [`${OBJECTS}live/shared/*`, `${OBJECTS}live/users/u1/*`],
      },
      {
        Effect: 'Allow',
        Action: ['s3:PutObject', 's3:PutObjectTagging', 's3:DeleteObject'],
        Resource: [`${OBJECTS}live/users/u1/*`],
      },
    ]);
  });

  it('takes no wildcard and no variable out of a claim', () => {
    const { policy } = sessionPolicy(TERMS, prefixesOf({ download: ['users/*/', 'users/a?${b}/'] }));
    expect(statements(policy)).toMatchObject([
      { Resource: [`${OBJECTS}users/\${*}/*`, `${OBJECTS}users/a\${?}\${$}{b}/*`] },
    ]);
  });

  it('lets KMS through where the bucket may need it', () => {
    const { policy } = sessionPolicy({ ...TERMS, kms: true }, prefixesOf({ download: [''] }));
    expect(statements(policy).at(-1)).toEqual({
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
    });
  });

  it('names objects by way of an access point', () => {
    const bucket = 'arn:aws:s3:eu-west-1:222222222222:accesspoint/a';
    const { policy } = sessionPolicy({ ...TERMS, bucket }, prefixesOf({ download: ['in/'] }));
    expect(statements(policy)).toMatchObject([{ Resource: [`${bucket}/object/in/*`] }]);
  });

  it('is wider where it would be too long, but never beyond the actions', () => {
    const many = Array.from({ length: 60 }, (_, index) => `projects/project-${index}/`);
    const { policy, wider, narrowed } = sessionPolicy(TERMS, prefixesOf({ download: many }));
    expect(narrowed).toBe(false);
    expect(policy).toBe(wider);
    expect(policy.length).toBeLessThanOrEqual(2048);
    expect(statements(policy)).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject'], Resource: [`${OBJECTS}*`] },
    ]);
  });
});
