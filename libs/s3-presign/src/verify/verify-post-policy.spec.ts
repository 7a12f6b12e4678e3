import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { describe, expect, it } from 'vitest';
import { bucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { PostFormSigner, type PostFormRequest } from '../post/post-form-signer.js';
import { signature, signingKey } from '../sigv4/signature.js';
import type { VerifyOptions } from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifyPostPolicy, type ReceivedForm } from './verify-post-policy.js';

const NOW = Date.UTC(2026, 10, 24, 12) / 1000;
const region = 'eu-west-1';
const bucket = 'team-a-files';
const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'to/k+en==' };
const options: VerifyOptions = {
  now: NOW,
  region,
  credentials: (id) => (id === credentials.accessKeyId ? credentials : undefined),
};

const lowerCased = (fields: Record<string, string>): Map<string, string> =>
  new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));

const signer = new PostFormSigner(bucket, bucketEndpoint({ bucket, region }));
const signed = (request: Partial<PostFormRequest> = {}): Map<string, string> =>
  lowerCased(
    signer.sign({ key: 'a.txt', fields: {}, signedAt: NOW, expiresIn: 60, ...request }, credentials).fields,
  );

/** Returns the verifier's error for a form, or nothing for a valid form. */
function verdict(form: Partial<ReceivedForm>, change: Partial<VerifyOptions> = {}): string {
  try {
    verifyPostPolicy({ bucket, fields: signed(), fileSize: 5, ...form }, { ...options, ...change });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return `${error.status} ${error.code}: ${error.message}`;
  }
}

/** Returns options in which the server knows the credentials with these changes. */
const known = (change: object) => ({ credentials: () => ({ ...credentials, ...change }) });

/** Returns a form whose policy has any content and a valid signature. */
function withPolicy(policy: unknown, fields: Record<string, string> = {}): Map<string, string> {
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
  const encoded = Buffer.from(text).toString('base64');
  const key = signingKey(credentials.secretAccessKey, '20261124', region, 's3');
  return new Map([
    ...[...signed()].filter(([name]) => name !== 'bucket' && name !== 'key'),
    ...Object.entries({ key: 'a.txt', ...fields }),
    ['policy', encoded],
    ['x-amz-signature', signature(key, encoded)],
  ]);
}

const SIGNING_CONDITIONS = [
  { bucket },
  { 'x-amz-algorithm': 'AWS4-HMAC-SHA256' },
  { 'x-amz-credential': 'ASIAEXAMPLE/20261124/eu-west-1/s3/aws4_request' },
  { 'x-amz-date': '20261124T120000Z' },
  { 'x-amz-security-token': 'to/k+en==' },
];
const policyOf = (...conditions: unknown[]) => ({
  expiration: '2026-11-24T12:01:00.000Z',
  conditions: [...SIGNING_CONDITIONS, ...conditions],
});

describe('forms of the AWS SDK', () => {
  it('are accepted, with and without a prefix', async () => {
    const client = new S3Client({ region, credentials });
    for (const Key of ['users/ü 1/a+b&c.txt', 'users/${filename}']) {
      const post = await createPresignedPost(client, {
        Bucket: bucket,
        Key,
        Fields: { 'Content-Type': 'text/plain', 'x-amz-meta-origin': 'web' },
        Conditions: [['content-length-range', 0, 5]],
      });
      const fields = lowerCased(post.fields).set('key', Key.replace('${filename}', 'b.txt'));
      const now = Math.floor(Date.now() / 1000);
      expect(verdict({ fields }, { now })).toBe('accepted');
      expect(verdict({ fields, fileSize: 6 }, { now })).toMatch(/^400 EntityTooLarge/);
    }
  });
});

describe('the published example', () => {
  // S3 Developer Guide, "Example: Browser-Based Upload using HTTP POST".
  const policy =
    '{ "expiration": "2015-12-30T12:00:00.000Z",\r\n  "conditions": [\r\n    {"bucket": "sigv4examplebucket"},\r\n    ["starts-with", "$key", "user/user1/"],\r\n    {"acl": "public-read"},\r\n    {"success_action_redirect": "http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html"},\r\n    ["starts-with", "$Content-Type", "image/"],\r\n    {"x-amz-meta-uuid": "14365123651274"},\r\n    {"x-amz-server-side-encryption": "AES256"},\r\n    ["starts-with", "$x-amz-meta-tag", ""],\r\n\r\n    {"x-amz-credential": "AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request"},\r\n    {"x-amz-algorithm": "AWS4-HMAC-SHA256"},\r\n    {"x-amz-date": "20151229T000000Z" }\r\n  ]\r\n}';
  const fields = new Map([
    ['key', 'user/user1/cat.jpg'],
    ['acl', 'public-read'],
    ['success_action_redirect', 'http://sigv4examplebucket.s3.amazonaws.com/successful_upload.html'],
    ['content-type', 'image/jpeg'],
    ['x-amz-meta-uuid', '14365123651274'],
    ['x-amz-server-side-encryption', 'AES256'],
    ['x-amz-credential', 'AKIAIOSFODNN7EXAMPLE/20151229/us-east-1/s3/aws4_request'],
    ['x-amz-algorithm', 'AWS4-HMAC-SHA256'],
    ['x-amz-date', '20151229T000000Z'],
    ['x-amz-meta-tag', ''],
    ['policy', Buffer.from(policy).toString('base64')],
    ['x-amz-signature', '8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e'],
  ]);
  const example = {
    now: Date.UTC(2015, 11, 29, 1) / 1000,
    region: 'us-east-1',
    credentials: () => ({ secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' }),
  };

  it('is accepted, and no other file than an image', () => {
    const form = { bucket: 'sigv4examplebucket', fileSize: 1 };
    expect(verdict({ ...form, fields }, example)).toBe('accepted');
    const other = new Map(fields).set('content-type', 'text/html');
    expect(verdict({ ...form, fields: other }, example)).toBe(
      '403 AccessDenied: Invalid according to Policy: Policy Condition failed: ["starts-with", "$Content-Type", "image/"]',
    );
    const list = new Map(fields).set('content-type', 'image/png,text/html');
    expect(verdict({ ...form, fields: list }, example)).toMatch(/^403 AccessDenied/);
  });
});

describe('a form of the own signer', () => {
  const request = {
    key: 'users/u1/a.txt',
    fields: { 'content-type': 'image/png', 'x-amz-meta-origin': 'web', success_action_status: '201' },
    contentLengthRange: [2, 5],
  } as const;
  const fields = signed(request);

  it('is accepted as it is, also with fields that S3 ignores', () => {
    expect(verdict({ fields })).toBe('accepted');
    expect(verdict({ fields: new Map(fields).set('x-ignore-me', 'x') })).toBe('accepted');
  });

  it.each([...fields.keys()])('is refused with another %s', (name) => {
    const altered = new Map(fields).set(name, `${fields.get(name)}x`);
    expect(verdict({ fields: altered })).toMatch(/^40[03] /);
  });

  it.each([...fields.keys()].filter((name) => name !== 'bucket'))('is refused without %s', (name) => {
    const altered = new Map(fields);
    altered.delete(name);
    expect(verdict({ fields: altered })).toMatch(/^40[03] /);
  });

  it.each(['acl', 'tagging', 'x-amz-meta-extra', 'success_action_redirect', 'anything'])(
    'is refused with a %s that no condition names',
    (name) => {
      expect(verdict({ fields: new Map(fields).set(name, 'x') })).toBe(
        `403 AccessDenied: Invalid according to Policy: Extra input fields: ${name}`,
      );
    },
  );

  it.each([
    [1, '400 EntityTooSmall'],
    [2, 'accepted'],
    [5, 'accepted'],
    [6, '400 EntityTooLarge'],
  ])('with a file of %i bytes: %s', (fileSize, expected) => {
    expect(verdict({ fields, fileSize })).toMatch(new RegExp(`^${expected}`));
  });

  it('is refused in another bucket', () => {
    expect(verdict({ fields, bucket: 'team-b-files' })).toMatch(/^403 AccessDenied/);
    const named = new Map(fields).set('bucket', 'team-b-files');
    expect(verdict({ fields: named, bucket: 'team-b-files' })).toMatch(/^403 AccessDenied/);
  });

  it('dies with the second that it names', () => {
    expect(verdict({ fields }, { now: NOW + 59 })).toBe('accepted');
    expect(verdict({ fields }, { now: NOW + 60 })).toBe(
      '403 AccessDenied: Invalid according to Policy: Policy expired.',
    );
  });

  it('is not good before its time, nor after seven days', () => {
    const long = signed({ expiresIn: 30 * 86_400 });
    expect(verdict({ fields: long }, { now: NOW - 900 })).toBe('accepted');
    expect(verdict({ fields: long }, { now: NOW - 901 })).toMatch(
      /^403 AccessDenied: Request is not valid yet/,
    );
    expect(verdict({ fields: long }, { now: NOW + 604_799 })).toBe('accepted');
    expect(verdict({ fields: long }, { now: NOW + 604_800 })).toMatch(/expired/);
  });

  it('is refused for another region, unknown credentials, and credentials that have ended', () => {
    expect(verdict({ fields }, { region: 'us-east-1' })).toMatch(/^400 InvalidArgument: the region/);
    expect(verdict({ fields }, { credentials: () => undefined })).toMatch(/^403 InvalidAccessKeyId/);
    expect(verdict({ fields }, known({ expiration: NOW }))).toMatch(/^400 ExpiredToken/);
    expect(verdict({ fields }, known({ expiration: NOW + 1 }))).toBe('accepted');
    expect(verdict({ fields }, known({ secretAccessKey: 'other' }))).toMatch(/^403 SignatureDoesNotMatch/);
  });

  it('is anonymous without anything signed, and asked for what is missing otherwise', () => {
    expect(verdict({ fields: new Map([['key', 'a.txt']]) })).toBe('403 AccessDenied: Access Denied');
    const altered = new Map(fields);
    altered.delete('x-amz-signature');
    expect(verdict({ fields: altered })).toContain("must contain a field named 'X-Amz-Signature'");
  });
});

describe('policies', () => {
  it.each<[string, unknown, Record<string, string>, string]>([
    ['exact, as an object', policyOf({ key: 'a.txt' }), {}, 'accepted'],
    ['exact, as a list', policyOf(['eq', '$key', 'a.txt']), {}, 'accepted'],
    ['names in any case', policyOf(['eq', '$KeY', 'a.txt']), {}, 'accepted'],
    ['values in one case only', policyOf(['eq', '$key', 'A.txt']), {}, '403 AccessDenied'],
    ['a beginning', policyOf(['starts-with', '$key', 'a.']), {}, 'accepted'],
    ['another beginning', policyOf(['starts-with', '$key', 'b']), {}, '403 AccessDenied'],
    ['a name without $', policyOf(['eq', 'key', 'a.txt']), {}, '403 AccessDenied'],
    ['no condition for the key', policyOf(), {}, '403 AccessDenied'],
    ['two for one field, both met', policyOf({ key: 'a.txt' }, ['starts-with', '$key', 'a']), {}, 'accepted'],
    ['two for one field, one not', policyOf({ key: 'a.txt' }, ['starts-with', '$key', 'b']), {}, '403'],
    ['a field that is absent', policyOf({ key: 'a.txt' }, ['starts-with', '$acl', '']), {}, '403'],
    ['any value', policyOf({ key: 'a.txt' }, ['starts-with', '$acl', '']), { acl: 'private' }, 'accepted'],
    [
      'a beginning of what S3 compares whole',
      policyOf({ key: 'a.txt' }, ['starts-with', '$x-amz-acl', 'pub']),
      { 'x-amz-acl': 'public-read' },
      '403 AccessDenied',
    ],
    ['a size in quotes', policyOf({ key: 'a.txt' }, ['content-length-range', '0', '5']), {}, 'accepted'],
    ['a size that is none', policyOf({ key: 'a.txt' }, ['content-length-range', 'x', 5]), {}, '400 Invalid'],
    [
      'half a range',
      policyOf({ key: 'a.txt' }, ['content-length-range', 0]),
      {},
      '400 InvalidPolicyDocument',
    ],
    ['a negative size', policyOf({ key: 'a.txt' }, ['content-length-range', -1, 9]), {}, '400 InvalidPolicy'],
    [
      'two ranges',
      policyOf({ key: 'a.txt' }, ['content-length-range', 0, 9], ['content-length-range', 0, 4]),
      {},
      '400 EntityTooLarge',
    ],
    ['an unknown operation', policyOf(['ends-with', '$key', 'txt']), {}, '400 InvalidPolicyDocument'],
    ['an object of two', policyOf({ key: 'a.txt', acl: 'private' }), {}, '400 InvalidPolicyDocument'],
    ['an empty object', policyOf({}), {}, '400 InvalidPolicyDocument'],
    ['a number as value', policyOf({ key: 1 }), {}, '400 InvalidPolicyDocument'],
    ['a string as condition', policyOf('key'), {}, '400 InvalidPolicyDocument'],
    ['no JSON', '{', {}, '400 InvalidPolicyDocument: Invalid Policy: Invalid JSON.'],
    ['a list', [], {}, '400 InvalidPolicyDocument'],
    ['no end', { conditions: [] }, {}, '400 InvalidPolicyDocument'],
    ['no conditions', { expiration: '2026-11-24T12:01:00Z' }, {}, '400 InvalidPolicyDocument'],
    [
      'an unknown member',
      { ...policyOf({ key: 'a.txt' }), Version: '1' },
      {},
      "400 InvalidPolicyDocument: Invalid Policy: Unexpected: 'version'",
    ],
    [
      'an offset',
      { ...policyOf({ key: 'a.txt' }), expiration: '2026-11-24T14:01:00+02:00' },
      {},
      '400 InvalidPolicyDocument',
    ],
    [
      '31 November',
      { ...policyOf({ key: 'a.txt' }), expiration: '2026-11-31T12:01:00Z' },
      {},
      '400 InvalidPolicyDocument',
    ],
    [
      'no milliseconds',
      { ...policyOf({ key: 'a.txt' }), expiration: '2026-11-24T12:01:00Z' },
      {},
      'accepted',
    ],
  ])('%s', (_, policy, fields, expected) => {
    expect(verdict({ fields: withPolicy(policy, fields) })).toContain(expected);
  });

  it('must name the bucket', () => {
    const [, ...others] = SIGNING_CONDITIONS;
    const policy = { expiration: '2026-11-24T12:01:00Z', conditions: [...others, { key: 'a.txt' }] };
    expect(verdict({ fields: withPolicy(policy) })).toBe(
      '403 AccessDenied: Invalid according to Policy: Extra input fields: bucket',
    );
  });
});
