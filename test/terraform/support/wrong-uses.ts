import { IRSA, KEY, OF_TENANT, TENANT, type WrongUse } from './wrong-uses-of-tenant.js';

// The wrong uses of the other modules, and the list of all modules.

const CLUSTER_ROLE = {
  name: 'source',
  namespace: 'team-a',
  target_role_arns: ['arn:aws:iam::222222222222:role/team-a-presign'],
};

const OF_CLUSTER_ROLE: readonly WrongUse[] = [
  [
    'a session policy beside session tags',
    { associations: { a: { cluster_name: 'a', session_policy: '{"Statement":[]}' } } },
    /excludes session tags\. Set disable_session_tags/,
  ],
  [
    'a session policy that is none',
    {
      associations: { a: { cluster_name: 'a', session_policy: 's3:GetObject', disable_session_tags: true } },
    },
    /must be a policy document in JSON/,
  ],
  [
    'a session policy that is too long',
    {
      associations: {
        a: {
          cluster_name: 'a',
          session_policy: JSON.stringify({ Statement: ['x'.repeat(2100)] }),
          disable_session_tags: true,
        },
      },
    },
    /up to 2,048 characters/,
  ],
  [
    'every tenant’s role',
    { issuers: { blue: IRSA }, target_role_arns: ['arn:aws:iam::*:role/*'] },
    /in full, without "\*"/,
  ],
  [
    'an association that leads to two roles',
    {
      associations: { a: { cluster_name: 'a' } },
      target_role_arns: ['arn:aws:iam::222222222222:role/a', 'arn:aws:iam::333333333333:role/b'],
    },
    /an association leads to one/,
  ],
  [
    'two associations of one cluster',
    { associations: { a: { cluster_name: 'a' }, b: { cluster_name: 'a' } } },
    /one association for each cluster, namespace and service account/,
  ],
  ['no way for pods', {}, /Name at least one way for pods/],
  ['a name of 65 characters', { name: 'r'.repeat(65) }, /name must be 1 to 64 characters/],
  ['every namespace', { namespace: '*' }, /without "\*": a wildcard would let other tenants' pods in/],
  [
    'the tenant account’s provider',
    { issuers: { blue: { provider_arn: IRSA.provider_arn.replace('222222222222', '999999999999') } } },
    /must be of the cluster's account, 222222222222 of partition aws/,
  ],
  [
    'a provider of another partition',
    { issuers: { blue: { provider_arn: IRSA.provider_arn.replace('arn:aws:', 'arn:aws-us-gov:') } } },
    /must be of the cluster's account, 222222222222 of partition aws/,
  ],
  [
    'a target of another partition',
    { issuers: { blue: IRSA }, target_role_arns: ['arn:aws-cn:iam::222222222222:role/a'] },
    /target_role_arns must be of partition aws/,
  ],
  [
    'a boundary’s name',
    { issuers: { blue: IRSA }, permissions_boundary_arn: 'boundary' },
    /must be the ARN of a policy/,
  ],
];

const LAMBDA = {
  name: 'presign',
  image_uri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/presign:1',
  target_role_arns: ['arn:aws:iam::222222222222:role/team-a-presign'],
  external_id: 'tenant-presign/team-a',
};
const SECRET = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:tenant-presign/sealing-abcdef';

const OF_LAMBDA: readonly WrongUse[] = [
  ['a name of 65 characters', { name: 'f'.repeat(65) }, /name must be 1 to 64 characters/],
  ['nothing to run', { image_uri: null }, /set exactly one of filename .* and image_uri/],
  ['an image and a zip', { filename: 'wrong.tf' }, /set exactly one of filename .* and image_uri/],
  ['every role', { target_role_arns: ['*'] }, /in full, without "\*"/],
  [
    'a role of another partition',
    { target_role_arns: ['arn:aws-us-gov:iam::222222222222:role/a'] },
    /must be of partition aws/,
  ],
  ['a secret’s name', { sealing_keys_secret_arn: 'sealing' }, /must be the ARN of a secret/],
  [
    'a key of another partition',
    { sealing_keys_secret_arn: SECRET, sealing_keys_kms_key_arn: KEY.replace('aws', 'aws-cn') },
    /must be of partition aws/,
  ],
  ['a key without its secret', { sealing_keys_kms_key_arn: KEY }, /Set sealing_keys_secret_arn/],
  [
    'an alias for the secret’s key',
    { sealing_keys_secret_arn: SECRET, sealing_keys_kms_key_arn: KEY.replace('key/', 'alias/') },
    /not of an alias/,
  ],
  ['keys in the environment', { environment: { SEALING_KEYS: '{}' } }, /environment must hold no keys/],
  ['a load balancer', { endpoint: 'alb' }, /endpoint must be function-url, http-api or none/],
  ['another processor', { architecture: 'arm' }, /architecture must be arm64 or x86_64/],
];

const LOGS = {
  access_log_bucket_name: 'access-logs',
  trail_bucket_name: 'trail-logs',
  data_event_buckets: ['team-a-files'],
};

const OF_LOGS: readonly WrongUse[] = [
  ['a trail of every object', { data_event_buckets: [] }, /Name the tenants' buckets/],
  ['a trail of itself', { data_event_buckets: ['trail-logs'] }, /each delivery would be logged again/],
  ['one bucket for both', { access_log_bucket_name: 'trail-logs' }, /Name two buckets/],
  ['logs kept for no day', { retention_days: 0 }, /retention_days must be 1 or more/],
];

/** The modules, each with a correct use and wrong uses. */
export const CALLS = [
  { module: 'tenant', right: TENANT, errors: OF_TENANT },
  {
    module: 'cluster-role',
    right: { ...CLUSTER_ROLE, issuers: { blue: IRSA } },
    base: CLUSTER_ROLE,
    errors: OF_CLUSTER_ROLE,
  },
  { module: 'lambda', right: LAMBDA, errors: OF_LAMBDA },
  { module: 'account-logs', right: LOGS, named: 'trail_name', errors: OF_LOGS },
] as const;
