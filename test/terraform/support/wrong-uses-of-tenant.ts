// Wrong uses of module tenant.

/** The arguments of a module call. */
export type Arguments = Readonly<Record<string, unknown>>;

export const IRSA = {
  provider_arn: 'arn:aws:iam::222222222222:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE',
};
const CHAINED = {
  source_role_arn: 'arn:aws:iam::111111111111:role/hub',
  external_id: 'tenant-presign/team-a',
};
export const KEY = 'arn:aws:kms:eu-west-1:222222222222:key/0b8f6e2a-4c1d-4f57-9a3e-6d2c81f0b9e4';
const GRANT = { actions: ['download'], prefixes: ['shared/'] };

export const TENANT = {
  name: 'team-a',
  account_id: '222222222222',
  bucket_name: 'team-a-files',
  trust: { issuers: { blue: IRSA } },
  grants: [GRANT],
};
/** A wrong use: its name, the arguments that cause it, and the expected error message. */
export type WrongUse = readonly [string, Arguments, RegExp];

export const OF_TENANT: readonly WrongUse[] = [
  ['a tenant that is no DNS label', { name: 'Team_A' }, /name must be a DNS label/],
  ['an account with dashes', { account_id: '2222-2222-2222' }, /account_id must be twelve digits in quotes/],
  [
    'another account’s credentials',
    { account_id: '999999999999' },
    /acts in account 222222222222, and account_id is 999999999999/,
  ],
  ['no way to the role', { trust: {} }, /Name an issuer, an association or a chain/],
  [
    'one external id for two associations',
    { trust: { associations: { blue: CHAINED, green: CHAINED } } },
    /each association has an external id of its own/,
  ],
  ['a name whose role is too long', { role_name: 'r'.repeat(65) }, /role_name must be 1 to 64 characters/],
  [
    'a role of another partition',
    {
      trust: {
        chains: { hub: { ...CHAINED, source_role_arn: 'arn:aws-us-gov:iam::111111111111:role/hub' } },
      },
    },
    /acts in partition aws, and arn:aws-us-gov:iam::111111111111:role\/hub is of another one/,
  ],
  [
    'EventBridge on an existing bucket',
    { create_bucket: false, eventbridge: true },
    /eventbridge would replace the notifications of bucket team-a-files, which exists/,
  ],
  [
    'access log, CORS and lifecycle of an existing bucket',
    {
      create_bucket: false,
      access_log: { bucket: 'logs' },
      cors_rules: [{ allowed_origins: ['https://a.example'], allowed_methods: ['GET'] }],
      noncurrent_version_days: 30,
    },
    /access_log would replace the access_log .*; cors_rules .*; noncurrent_version_days and lifecycle_rules/,
  ],
  ['a setting that there is not', { bucket_settings: ['acl'] }, /bucket_settings are access_log, cors/],
  [
    'a policy that is no document',
    { bucket_policy_documents: ['s3:GetObject'] },
    /bucket_policy_documents must be policy documents in JSON/,
  ],
  [
    'a lifecycle rule of the module’s name',
    { lifecycle_rules: [{ id: 'delete-noncurrent-versions' }] },
    /are the module's own/,
  ],
  [
    'the issuer’s URL for the provider',
    { trust: { issuers: { blue: { ...IRSA, provider_arn: 'https://oidc.example/id/A' } } } },
    /provider_arn must be the ARN of an OIDC provider/,
  ],
  [
    'the cluster account’s provider',
    {
      trust: {
        issuers: {
          blue: { ...IRSA, provider_arn: 'arn:aws:iam::111111111111:oidc-provider/oidc.example/id/A' },
        },
      },
    },
    /must be of the tenant's own account, 222222222222/,
  ],
  [
    'every namespace',
    { trust: { issuers: { blue: { ...IRSA, namespace: '*' } } } },
    /a wildcard would let other tenants' pods in/,
  ],
  [
    'every service account',
    { trust: { issuers: { blue: { ...IRSA, service_account: 'tenant-*' } } } },
    /a wildcard would let other tenants' pods in/,
  ],
  [
    'no audience',
    { trust: { issuers: { blue: { ...IRSA, audience: '' } } } },
    /without it any token of the service account would do/,
  ],
  [
    'a whole account for a role',
    { trust: { chains: { hub: { ...CHAINED, source_role_arn: 'arn:aws:iam::111111111111:root' } } } },
    /must be the ARN of one role of the cluster's account/,
  ],
  [
    'no external id',
    { trust: { chains: { hub: { ...CHAINED, external_id: '' } } } },
    /it keeps the tenants of a shared role apart/,
  ],
  ['no grants', { grants: [] }, /grants must not be empty/],
  ['IAM’s names for actions', { grants: [{ ...GRANT, actions: ['s3:GetObject'] }] }, /not names of IAM/],
  [
    'a wildcard in a prefix',
    { grants: [{ ...GRANT, prefixes: ['*/'] }] },
    /IAM would take them for wildcards/,
  ],
  ['a prefix without its slash', { grants: [{ ...GRANT, prefixes: ['shared'] }] }, /ends in "\/"/],
  [
    'a claim without its brace',
    { grants: [{ ...GRANT, prefixes: ['users/$sub/'] }] },
    /wildcards and variables/,
  ],
  ['a key prefix without its slash', { key_prefix: 'team' }, /key_prefix is empty or ends in "\/"/],
  ['a session of five minutes', { max_session_duration: 300 }, /from 3600 \(1 h\) to 43200/],
  [
    'a chained session of twelve hours',
    { trust: { chains: { hub: CHAINED } }, max_session_duration: 43_200 },
    /AWS caps chained roles at 1 h/,
  ],
  ['URLs that outlive their session', { max_expires_in: 86_400 }, /a URL expires with its session/],
  ['URLs for a month', { max_expires_in: 2_592_000 }, /S3 signs for seven days at most/],
  ['a bucket’s URL', { bucket_name: 's3://team-a-files' }, /must be the name of a general purpose bucket/],
  [
    'a directory bucket',
    { bucket_name: 'team-a--euw1-az1--x-s3' },
    /must be the name of a general purpose bucket/,
  ],
  ['encryption that S3 doesn’t know', { encryption: { type: 'aes' } }, /must be sse-kms or sse-s3/],
  [
    'a key with S3’s own encryption',
    { encryption: { type: 'sse-s3', key_arn: KEY } },
    /a key_arn goes with sse-kms alone/,
  ],
  [
    'an alias for a key',
    { encryption: { key_arn: 'arn:aws:kms:eu-west-1:222222222222:alias/team-a' } },
    /not of an alias/,
  ],
  [
    'a key of another Region',
    { encryption: { key_arn: KEY.replace('eu-west-1', 'eu-central-1') } },
    /key of eu-central-1, and the bucket is in eu-west-1/,
  ],
  ['any origin', { cors_origins: ['*'] }, /no "\*"/],
  ['an origin with a path', { cors_origins: ['https://app.example/'] }, /no path/],
  [
    'an address that is no range',
    { url_sources: { ip_ranges: ['203.0.113.7'] } },
    /are CIDR blocks, such as 203\.0\.113\.0\/24/,
  ],
  ['sources that name none', { url_sources: {} }, /leave it out where URLs may be used from anywhere/],
  [
    'uploads that are never forgotten',
    { abort_incomplete_multipart_days: 0 },
    /parts that are never completed cost/,
  ],
  ['versions kept for no day', { noncurrent_version_days: 0 }, /leave it out to keep all versions/],
  [
    'a log of its own log',
    { access_log: { bucket: 'team-a-files' } },
    /each line of the log would be logged again/,
  ],
  ['any tag for a clean one', { clean_tag: { key: 'status', value: '*' } }, /clean_tag needs key and value/],
  ['a boundary’s name', { permissions_boundary_arn: 'boundary' }, /must be the ARN of a policy/],
  [
    'more prefixes than a policy holds',
    {
      grants: [
        {
          actions: ['download', 'upload'],
          prefixes: Array.from({ length: 200 }, (_, index) => `a-rather-long-prefix-${index}/`),
        },
      ],
    },
    /longer than IAM's 10,240 characters/,
  ],
];
