import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { refusals, type RequestContext } from './support/conditions.js';
import type { Policy } from './support/outputs.js';
import { Workspace, hasStandIn } from './support/terraform.js';

// Tests which requests the bucket refuses to every caller, by evaluating the conditions of the policy that OpenTofu
// rendered. For each refusal, another test has the most similar request that is not refused.

const KEY = 'arn:aws:kms:eu-west-1:222222222222:key/0b8f6e2a-4c1d-4f57-9a3e-6d2c81f0b9e4';
const BUCKET = 'arn:aws:s3:::team-a-files';
const OBJECT = `${BUCKET}/users/u1/a`;

/** The request of a signed URL: signed 1 s ago, sent over TLS 1.3. */
const URL_IN_USE: RequestContext = {
  'aws:SecureTransport': 'true',
  's3:TlsVersion': '1.3',
  's3:signatureAge': '1000',
  's3:signatureversion': 'AWS4-HMAC-SHA256',
  's3:authType': 'REST-QUERY-STRING',
  'aws:SourceIp': '203.0.113.7',
};
const FORM = { ...URL_IN_USE, 's3:authType': 'POST' };
const without = (context: RequestContext, key: string): RequestContext =>
  Object.fromEntries(Object.entries(context).filter(([name]) => name !== key));

const deny = (Condition: object): Policy =>
  ({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'x', Effect: 'Deny', Principal: '*', Action: 's3:Get*', Resource: `${BUCKET}/*`, Condition },
    ],
  }) as unknown as Policy;

describe.runIf(hasStandIn)('the bucket', () => {
  let workspace: Workspace;
  let plain: Policy;
  let narrowed: Policy;
  let byAddress: Policy;
  let ownKeys: Policy;

  beforeAll(async () => {
    workspace = new Workspace({ keep: true });
    const tenant = {
      source: '../modules/tenant',
      name: 'team-a',
      bucket_name: 'team-a-files',
      max_expires_in: 900,
      encryption: { key_arn: KEY },
      trust: {
        chains: { hub: { source_role_arn: 'arn:aws:iam::111111111111:role/hub', external_id: 'team-a' } },
      },
      grants: [{ actions: ['upload'], prefixes: ['users/'] }],
    };
    const ranges = ['203.0.113.0/24', '2001:db8::/32'];
    const module = {
      plain: tenant,
      narrowed: { ...tenant, url_sources: { ip_ranges: ranges, vpc_endpoints: ['vpce-0123456789abcdef0'] } },
      own_keys: { ...tenant, encryption: { type: 'sse-s3' } },
      by_address: { ...tenant, url_sources: { ip_ranges: ranges } },
    };
    const output = Object.fromEntries(
      Object.keys(module).map((name) => [name, { value: `\${module.${name}.policies.bucket}` }]),
    );
    mkdirSync(join(workspace.root, 'buckets'));
    writeFileSync(join(workspace.root, 'buckets/main.tf.json'), JSON.stringify({ module, output }));
    await workspace.init('buckets');
    await workspace.succeed('buckets', 'apply', '-auto-approve', '-input=false', '-no-color');
    const outputs = JSON.parse(await workspace.succeed('buckets', 'output', '-json')) as Record<
      string,
      { value: string }
    >;
    const policy = (name: string) => JSON.parse(outputs[name]!.value) as Policy;
    [plain, narrowed, byAddress] = [policy('plain'), policy('narrowed'), policy('by_address')];
    ownKeys = policy('own_keys');
  });
  afterAll(() => workspace.remove());

  describe('refuses no', () => {
    test.each([
      ['URL in use', URL_IN_USE],
      ['form in use', FORM],
      ['URL in its last millisecond', { ...URL_IN_USE, 's3:signatureAge': '900000' }],
      ['TLS 1.2', { ...URL_IN_USE, 's3:TlsVersion': '1.2' }],
      ['Signature Version 4A', { ...URL_IN_USE, 's3:signatureversion': 'AWS4-ECDSA-P256-SHA256' }],
      ['request without a signature', without(without(URL_IN_USE, 's3:signatureAge'), 's3:signatureversion')],
      [
        'call of the service itself',
        { ...URL_IN_USE, 's3:authType': 'REST-HEADER', 'aws:SourceIp': '10.0.0.1' },
      ],
    ])('%s', (_, context) => {
      for (const action of ['s3:GetObject', 's3:PutObject'])
        expect(refusals(plain, action, OBJECT, context)).toEqual([]);
      expect(refusals(plain, 's3:ListBucket', BUCKET, context)).toEqual([]);
    });

    test('encryption with its own key, named or as the default', () => {
      const header = 's3:x-amz-server-side-encryption-aws-kms-key-id';
      expect(refusals(plain, 's3:PutObject', OBJECT, { ...URL_IN_USE, [header]: KEY })).toEqual([]);
    });
  });

  describe('refuses', () => {
    test.each([
      [
        'plain http',
        { ...without(URL_IN_USE, 's3:TlsVersion'), 'aws:SecureTransport': 'false' },
        'RefusePlainHttp',
      ],
      ['TLS 1.1', { ...URL_IN_USE, 's3:TlsVersion': '1.1' }, 'RefuseOldTls'],
      ['TLS 1.0', { ...URL_IN_USE, 's3:TlsVersion': '1.0' }, 'RefuseOldTls'],
      ['a URL a millisecond too old', { ...URL_IN_USE, 's3:signatureAge': '900001' }, 'RefuseOldSignatures'],
      ['a URL of a week', { ...URL_IN_USE, 's3:signatureAge': '604800000' }, 'RefuseOldSignatures'],
      ['a form too old', { ...FORM, 's3:signatureAge': '900001' }, 'RefuseOldSignatures'],
      ['Signature Version 2', { ...URL_IN_USE, 's3:signatureversion': 'AWS' }, 'RefuseSignatureVersion2'],
    ])('%s, of objects and of the bucket', (_, context, sid) => {
      for (const action of ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'])
        expect(refusals(plain, action, OBJECT, context)).toEqual([sid]);
      expect(refusals(plain, 's3:ListBucket', BUCKET, context)).toEqual([sid]);
    });

    test('encryption with another key', () => {
      const header = 's3:x-amz-server-side-encryption-aws-kms-key-id';
      const context = { ...URL_IN_USE, [header]: KEY.replace('222222222222', '999999999999') };
      expect(refusals(plain, 's3:PutObject', OBJECT, context)).toEqual(['RefuseOtherKeys']);
      expect(refusals(plain, 's3:GetObject', OBJECT, context)).toEqual([]);
    });
  });

  describe('with requested encryption', () => {
    const header = 's3:x-amz-server-side-encryption';

    test.each(['aws:kms', 'aws:kms:dsse'])('accepts %s, and the default of the bucket', (asked) => {
      expect(refusals(plain, 's3:PutObject', OBJECT, { ...URL_IN_USE, [header]: asked })).toEqual([]);
      expect(refusals(plain, 's3:PutObject', OBJECT, URL_IN_USE)).toEqual([]);
    });

    test('refuses a downgrade to S3’s own keys', () => {
      const context = { ...URL_IN_USE, [header]: 'AES256' };
      expect(refusals(plain, 's3:PutObject', OBJECT, context)).toEqual(['RefuseDowngrade']);
      expect(refusals(ownKeys, 's3:PutObject', OBJECT, context)).toEqual([]);
    });
  });

  describe('with url_sources', () => {
    const elsewhere = { ...URL_IN_USE, 'aws:SourceIp': '198.51.100.1' };
    const byEndpoint = (id: string) => ({ ...without(URL_IN_USE, 'aws:SourceIp'), 'aws:SourceVpce': id });

    test.each([
      ['an address within', URL_IN_USE],
      ['an address within, IPv6', { ...URL_IN_USE, 'aws:SourceIp': '2001:db8::7' }],
      ['the endpoint', byEndpoint('vpce-0123456789abcdef0')],
      ['the service, from anywhere', { ...elsewhere, 's3:authType': 'REST-HEADER' }],
    ])('refuses no URL from %s', (_, context) => {
      expect(refusals(narrowed, 's3:GetObject', OBJECT, context)).toEqual([]);
    });

    test.each([
      ['an address outside', elsewhere],
      ['an address outside, IPv6', { ...URL_IN_USE, 'aws:SourceIp': '2001:db9::7' }],
      ['another endpoint', byEndpoint('vpce-0aaaaaaaaaaaaaaaa')],
      ['an address outside, by a form', { ...elsewhere, 's3:authType': 'POST' }],
    ])('refuses URLs from %s', (_, context) => {
      expect(refusals(narrowed, 's3:GetObject', OBJECT, context)).toEqual(['RefuseUrlsFromElsewhere']);
    });

    test('with addresses alone, refuses every endpoint', () => {
      expect(refusals(byAddress, 's3:GetObject', OBJECT, URL_IN_USE)).toEqual([]);
      const context = byEndpoint('vpce-0123456789abcdef0');
      expect(refusals(byAddress, 's3:GetObject', OBJECT, context)).toEqual(['RefuseUrlsFromElsewhere']);
    });
  });

  describe('checked by an evaluator that', () => {
    test('distinguishes actions and resources', () => {
      const always = deny({ Null: { absent: 'true' } });
      expect(refusals(always, 's3:GetObject', OBJECT, {})).toEqual(['x']);
      expect(refusals(always, 's3:PutObject', OBJECT, {})).toEqual([]);
      expect(refusals(always, 's3:GetObject', BUCKET, {})).toEqual([]);
    });

    test('evaluates an operator on an absent key to false, and a negated operator to true', () => {
      for (const operator of ['Bool', 'NumericGreaterThan', 'NumericLessThan', 'StringEquals'])
        expect(refusals(deny({ [operator]: { absent: '1' } }), 's3:GetObject', OBJECT, {})).toEqual([]);
      for (const operator of ['StringNotEquals', 'NotIpAddress'])
        expect(refusals(deny({ [operator]: { absent: '10.0.0.0/8' } }), 's3:GetObject', OBJECT, {})).toEqual([
          'x',
        ]);
    });

    test('throws for an unknown operator', () => {
      const policy = deny({ StringLike: { absent: '*' } });
      expect(() => refusals(policy, 's3:GetObject', OBJECT, {})).toThrow('not supported: StringLike');
    });
  });
});
