/** A change of one source (tenant file, overlay, Terraform) without the others. */
export interface Drift {
  readonly overlay: 'team-a' | 'team-b' | 'team-c';
  readonly drift: string;
  /** The changed file, relative to the root of the workspace. */
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
  /** The file in which the fault is reported, if it isn’t the changed file. */
  readonly at?: string;
  readonly says: string;
}

const overlay = (name: string, file = 'tenants.yaml') => `overlays/${name}/${file}`;
const inputs = (name: string) => `infra/terraform/tenants/${name}.tfvars.json`;
const outputs = (name: string) => `infra/terraform/tenants/${name}.outputs.json`;

const A = { overlay: 'team-a' } as const;
const B = { overlay: 'team-b' } as const;
const C = { overlay: 'team-c' } as const;
const KEY = '0b8f6e2a-4c1d-4f57-9a3e-6d2c81f0b9e4';
const OTHER_KEY = '1b8f6e2a-4c1d-4f57-9a3e-6d2c81f0b9e4';

export const IN_TENANT_FILE: readonly Drift[] = [
  {
    ...A,
    drift: 'another bucket',
    file: overlay('team-a'),
    from: 'bucket: team-a-files',
    to: 'bucket: team-a-data',
    says: 'the bucket is team-a-data according to the tenant’s side',
  },
  {
    ...A,
    drift: 'another Region',
    file: overlay('team-a'),
    from: 'region: eu-west-1',
    to: 'region: eu-north-1',
    says: 'the bucket’s Region is eu-north-1',
  },
  {
    ...A,
    drift: 'a longer session',
    file: overlay('team-a'),
    from: 'type: web-identity\n',
    to: 'type: web-identity\n      durationSeconds: 43200\n',
    says: 'the length of a session is 43200',
  },
  {
    ...A,
    drift: 'limits of a grant',
    file: overlay('team-a'),
    from: 'prefixes: [shared/] }',
    to: 'prefixes: [shared/], limits: { maxExpiresIn: 60 } }',
    says: 'what grants are limited to is ["download, list shared/: maxExpiresIn 60"] according to the tenant’s side',
  },
  {
    ...A,
    drift: 'URLs that live longer',
    file: overlay('team-a'),
    from: 'maxExpiresIn: 3600',
    to: 'maxExpiresIn: 3601',
    says: 'the longest life of a URL is 3601',
  },
  {
    ...A,
    drift: 'URLs that live less',
    file: overlay('team-a'),
    from: 'maxExpiresIn: 3600',
    to: 'maxExpiresIn: 1800',
    says: 'the longest life of a URL is 1800',
  },
  {
    ...A,
    drift: 'another origin',
    file: overlay('team-a'),
    from: 'https://app.example]',
    to: 'https://app.example, https://admin.example]',
    says: 'lacks “https://admin.example”',
  },
  {
    ...A,
    drift: 'no origins',
    file: overlay('team-a'),
    from: '    cors: { origins: [https://app.example] }\n',
    to: '',
    says: 'also has “https://app.example”',
  },
  {
    ...A,
    drift: 'one more action',
    file: overlay('team-a'),
    from: 'actions: [download, list], prefixes: [shared/]',
    to: 'actions: [download, list, delete], prefixes: [shared/]',
    says: 'lacks “delete shared/”',
  },
  {
    ...A,
    drift: 'one more prefix',
    file: overlay('team-a'),
    from: 'prefixes: [shared/]',
    to: 'prefixes: [shared/, public/]',
    says: 'lacks “download public/”, “list public/”',
  },
  {
    ...A,
    drift: 'a grant less',
    file: overlay('team-a'),
    from: /^ *- \{ actions: \[upload, download, list\].*\n/m,
    to: '',
    says: 'also has “download app/”, “list app/”, “upload app/”',
  },
  {
    ...A,
    drift: 'a prefix of its own',
    file: overlay('team-a'),
    from: '    limits:\n',
    to: '    keyPrefix: v2/\n    limits:\n',
    says: 'lacks “delete v2/users/”',
  },
  {
    ...A,
    drift: 'encryption that the bucket has not',
    file: overlay('team-a'),
    from: '    limits:\n',
    to: `    encryption: { type: sse-kms, keyArn: 'arn:aws:kms:eu-west-1:222222222222:key/${KEY}' }\n    limits:\n`,
    says: 'the encryption is arn:aws:kms',
  },
  {
    ...B,
    drift: 'another role',
    file: overlay('team-b'),
    from: 'role/team-b-presign',
    to: 'role/team-b-signer',
    says: 'the role is arn:aws:iam::333333333333:role/team-b-signer',
  },
  {
    ...B,
    drift: 'another key',
    file: overlay('team-b'),
    from: KEY,
    to: OTHER_KEY,
    says: 'the bucket refuses uploads with another key',
  },
  {
    ...B,
    drift: 'S3’s own encryption',
    file: overlay('team-b'),
    from: /type: sse-kms\n.*\n/,
    to: 'type: sse-s3\n',
    says: 'the encryption is sse-s3',
  },
  {
    ...C,
    drift: 'sessions that say whom they are for',
    file: overlay('team-c'),
    from: '    limits: {',
    to: '    attribution: { sessions: per-subject }\n    limits: {',
    says: 'the permission to set sts:SourceIdentity is true according to the tenant’s side',
  },
  {
    ...C,
    drift: 'another external id',
    file: overlay('team-c'),
    from: 'externalId: tenant-presign/team-c',
    to: 'externalId: tenant-presign/team-d',
    says: 'the external id is tenant-presign/team-d',
  },
  {
    ...C,
    drift: 'no external id',
    file: overlay('team-c'),
    from: '      externalId: tenant-presign/team-c\n',
    to: '',
    says: 'the external id is none',
  },
];

export const IN_CLUSTER_AND_OVERLAY: readonly Drift[] = [
  {
    ...A,
    drift: 'another issuer of the cluster',
    file: 'clusters/blue.yaml',
    from: '7A1C90D2',
    to: '8A1C90D2',
    says: 'the cluster’s issuer is oidc.eks.eu-west-1.amazonaws.com/id/8A1C90D2',
  },
  {
    ...A,
    drift: 'another audience of pods’ tokens',
    file: overlay('team-a', 'service-account.yaml'),
    from: '  annotations:\n',
    to: '  annotations:\n    eks.amazonaws.com/audience: elsewhere\n',
    says: 'the trusted audience is elsewhere',
  },
  {
    ...C,
    drift: 'another source role, in both places',
    file: overlay('team-c'),
    from: 'role/team-c-presign-source',
    to: 'role/hub',
    says: 'the source role is arn:aws:iam::111111111111:role/hub',
  },
];

export const IN_INPUTS: readonly Drift[] = [
  {
    ...A,
    drift: 'another bucket',
    file: inputs('team-a'),
    from: 'team-a-files',
    to: 'team-a-data',
    says: 'the bucket is team-a-data according to its inputs',
  },
  {
    ...A,
    drift: 'another account',
    file: inputs('team-a'),
    from: '222222222222',
    to: '999999999999',
    says: 'the account is 999999999999',
  },
  {
    ...A,
    drift: 'another Region',
    file: inputs('team-a'),
    from: '"region": "eu-west-1"',
    to: '"region": "eu-north-1"',
    says: 'the bucket’s Region is eu-north-1',
  },
  {
    ...A,
    drift: 'another name',
    file: inputs('team-a'),
    from: '"name": "team-a"',
    to: '"name": "team-aa"',
    says: 'the tenant is team-aa',
  },
  {
    ...A,
    drift: 'another way',
    file: inputs('team-a'),
    from: '"issuers"',
    to: '"chains"',
    says: 'the way to the role is chained',
  },
  {
    ...A,
    drift: 'another cluster',
    file: inputs('team-a'),
    from: '7A1C90D2',
    to: '8A1C90D2',
    says: 'the cluster’s issuer is',
  },
  {
    ...A,
    drift: 'URLs that may be older',
    file: inputs('team-a'),
    from: '"max_expires_in": 3600',
    to: '"max_expires_in": 7200',
    says: 'the longest life of a URL is 7200',
  },
  {
    ...A,
    drift: 'another origin',
    file: inputs('team-a'),
    from: 'https://app.example',
    to: 'https://old.example',
    says: 'also has “https://app.example” and lacks “https://old.example”',
  },
  {
    ...A,
    drift: 'one more action',
    file: inputs('team-a'),
    from: '["download", "list"]',
    to: '["download", "list", "upload"]',
    says: 'lacks “upload shared/”',
  },
  {
    ...A,
    drift: 'the whole bucket',
    file: inputs('team-a'),
    from: '"shared/"',
    to: '""',
    says: 'lacks “download ”, “list ”',
  },
  {
    ...B,
    drift: 'another key',
    file: inputs('team-b'),
    from: KEY,
    to: OTHER_KEY,
    says: 'the encryption is arn:aws:kms',
  },
];

export const IN_OUTPUTS: readonly Drift[] = [
  {
    ...A,
    drift: 'an older Region',
    file: outputs('team-a'),
    from: /("region": \{[^}]*)eu-west-1/,
    to: '"region": { "value": "eu-north-1',
    says: 'the bucket’s Region is eu-north-1 according to its outputs',
  },
  {
    ...A,
    drift: 'a shorter session',
    file: outputs('team-a'),
    from: '"max_session_duration": 3600',
    to: '"max_session_duration": 1800',
    says: 'the length of a session is 1800 according to its outputs',
  },
  {
    ...A,
    drift: 'a shorter life of URLs',
    file: outputs('team-a'),
    from: '"max_signature_seconds": 3600',
    to: '"max_signature_seconds": 900',
    says: 'the longest life of a URL is 900',
  },
  {
    ...A,
    drift: 'another subject',
    file: outputs('team-a'),
    from: /"subject": "system:serviceaccount:team-a:/,
    to: '"subject": "system:serviceaccount:team-b:',
    at: 'overlays/team-a/service-account.yaml',
    says: 'has system:serviceaccount:team-b:tenant-presign',
  },
  {
    ...A,
    drift: 'another audience',
    file: outputs('team-a'),
    from: '"audience": "sts.amazonaws.com"',
    to: '"audience": "sts.eu-west-1.amazonaws.com"',
    at: 'overlays/team-a/service-account.yaml',
    says: 'the trusted audience is sts.amazonaws.com',
  },
  {
    ...A,
    drift: 'another issuer',
    file: outputs('team-a'),
    from: /"issuer": "oidc[^"]*"/,
    to: '"issuer": "oidc.eks.eu-west-1.amazonaws.com/id/OLD"',
    says: 'the cluster’s issuer is oidc.eks.eu-west-1.amazonaws.com/id/OLD',
  },
  {
    ...A,
    drift: 'fewer grants',
    file: outputs('team-a'),
    from: '"delete": ["users/"],',
    to: '',
    says: 'also has “delete users/”',
  },
  {
    ...A,
    drift: 'another role',
    file: outputs('team-a'),
    from: 'role/team-a-presign"',
    to: 'role/team-a-signer"',
    at: overlay('team-a'),
    says: 'has arn:aws:iam::222222222222:role/team-a-signer',
  },
  {
    ...B,
    drift: 'another subject',
    file: outputs('team-b'),
    from: '"subject": "system:serviceaccount:team-b:',
    to: '"subject": "system:serviceaccount:team-c:',
    says: 'the trusted subject is system:serviceaccount:team-c:tenant-presign according to its outputs',
  },
  {
    ...C,
    drift: 'another source role',
    file: outputs('team-c'),
    from: /"source_role_arn": "[^"]*role\/team-c-presign-source"/,
    to: '"source_role_arn": "arn:aws:iam::111111111111:role/hub"',
    says: 'the source role is arn:aws:iam::111111111111:role/hub according to its outputs',
  },
  {
    ...C,
    drift: 'another external id',
    file: outputs('team-c'),
    from: '"external_id": "tenant-presign/team-c"',
    to: '"external_id": "tenant-presign/old"',
    says: 'the external id is tenant-presign/old according to its outputs',
  },
];
