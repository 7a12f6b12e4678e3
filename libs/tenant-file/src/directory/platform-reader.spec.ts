import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { describeError } from '../tenant-file.errors.js';
import { PlatformFile } from './platform-file.js';
import { PlatformReader } from './platform-reader.js';
import type { Reading } from './reading.js';

const ISSUERS = `issuers:
  - name: platform
    issuer: https://idp.example
    audience: tenant-presign/shared
    tenants: /tenants
`;
const tenant = (id: string, more = '', account = '222222222222') => `  - id: ${id}
    issuers: [platform]
    account: '${account}'
    bucket: ${id}-files
    region: eu-west-1
    credentials:
      type: assume-role
      roleArn: arn:aws:iam::${account}:role/${id}-presign
      source: { type: container }
${more}`;
const file = (...tenants: string[]) => `version: 1\n${ISSUERS}tenants:\n${tenants.join('')}`;

const agent = (id: string) =>
  tenant(id).replace(/ {4}credentials:[^]*/, '    credentials: { type: container }\n');

function read(text: string, reader = new PlatformReader()): Reading<PlatformFile> {
  const steps = reader.read(text);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
const errorsIn = (text: string) => {
  const reading = read(text);
  return reading.state === 'valid'
    ? []
    : reading.errors.map((error) => describeError('platform.yaml', error));
};
const valueOf = (text: string, reader?: PlatformReader): PlatformFile => {
  const reading = read(text, reader);
  if (reading.state !== 'valid') throw new Error(JSON.stringify(reading));
  return reading.value;
};
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

it('reads issuers and tenants with their ceilings', () => {
  const { issuers, tenants } = valueOf(
    file(tenant('team-a', '    ceilings: { maxExpiresIn: 600 }\n'), tenant('team-b')),
  );
  expect(issuers.map(({ name }) => name)).toEqual(['platform']);
  expect(tenants.map(({ id, ceilings }) => [id, ceilings?.maxExpiresIn])).toEqual([
    ['team-a', 600],
    ['team-b', undefined],
  ]);
});

it('reads the same however the list is written', () => {
  const text = file(tenant('team-a'), tenant('team-b', '    keyPrefix: b/ # theirs\n\n# a comment\n'));
  const blocks = plain(valueOf(text));
  expect(plain(valueOf(JSON.stringify(blocks)))).toEqual(blocks);
  expect(plain(valueOf(stringify(blocks)))).toEqual(blocks);
  expect(plain(valueOf(text.replace("'222222222222'", "&a '222222222222'")))).toEqual(blocks);
  expect(plain(valueOf(text.replaceAll('\n', '\r\n')))).toEqual(blocks);
  expect(plain(valueOf(text.replace('tenants:\n', 'tenants: # all\n\n') + 'sharedRoles: []\n'))).toEqual({
    ...(blocks as object),
    sharedRoles: [],
  });
});

it('keeps the objects of tenants whose text is the same', () => {
  const reader = new PlatformReader();
  const before = valueOf(file(tenant('team-a'), tenant('team-b')), reader).tenants;
  const after = valueOf(file(tenant('team-0'), tenant('team-b')), reader).tenants;
  expect(after[1]).toBe(before[1]);
  expect(after[0]).not.toBe(before[0]);
});

describe('refuses', () => {
  it.each([
    [
      'a bucket of another',
      tenant('team-b').replace('team-b-files', 'team-a-files'),
      /tenants\[1\]\.bucket reaches keys of tenant team-a in bucket team-a-files/,
    ],
    [
      'a keyPrefix inside another',
      tenant('team-b', '    keyPrefix: x/\n').replace('team-b-files', 'team-a-files'),
      /tenants\[1\]\.keyPrefix reaches keys of tenant team-a/,
    ],
    [
      'a role of another',
      tenant('team-b').replace('team-b-presign', 'team-a-presign'),
      /tenants\[1\]\.credentials\.roleArn is the role of tenant team-a already/,
    ],
    [
      'an id of another',
      tenant('team-b').replace('id: team-b', 'id: team-a'),
      /tenants\[1\]\.id "team-a" is already used by tenants\[0\]/,
    ],
    [
      'a role of another account',
      tenant('team-b').replace("'222222222222'", "'333333333333'"),
      /roleArn is a role of account 222222222222/,
    ],
    [
      'an issuer that isn’t there',
      tenant('team-b').replace('[platform]', '[platfrom]'),
      /:18: tenants\[1\]\.issuers\[0\] "platfrom" is not an issuer of this file; did you mean platform/,
    ],
    [
      'grants',
      tenant('team-b', '    grants: []\n'),
      /:26: tenants\[1\]\.grants is a setting of the team’s file: move it to ID\.tenant\.yaml/,
    ],
    [
      'an unknown setting',
      tenant('team-b', '    ceilngs: {}\n'),
      /ceilngs is not a setting here; did you mean ceilings/,
    ],
    [
      'a ceiling that is none',
      tenant('team-b', '    ceilings: { maxExpiresIn: 1h }\n'),
      /ceilings\.maxExpiresIn must be whole seconds/,
    ],
    ['what is no tenant', '  - team-b\n', /:17: tenants\[1\] must be an object/],
  ])('%s', (_, second, error) => {
    const errors = errorsIn(file(tenant('team-a'), second));
    expect(errors).toEqual([expect.stringMatching(error)]);
  });

  it('one session for two tenants', () => {
    expect(errorsIn(file(agent('team-a'), agent('team-b')))).toEqual([
      expect.stringMatching(/tenants\[1\]\.credentials give tenant team-a the same session/),
    ]);
    expect(errorsIn(file(agent('team-a')))).toEqual([]);
  });

  it('what isn’t YAML, as unreadable, and says where', () => {
    const reading = read(file(tenant('team-a'), tenant('team-b').replace('[platform]', '[platform')));
    expect(reading.state).toBe('unreadable');
    expect(errorsIn(file(tenant('team-a'), '  - id: [x\n'))).toEqual([
      expect.stringMatching(/^platform\.yaml:1[78]: tenants\[1\] is not YAML/),
    ]);
  });
});

it('accepts neighbours in a bucket, roles that are shared on purpose, and namesakes elsewhere', () => {
  const inBucket = (id: string, keyPrefix: string) =>
    tenant(id, `    keyPrefix: ${keyPrefix}\n`).replace(`${id}-files`, 'shared-files');
  expect(
    errorsIn(file(inBucket('team-a', 'a/'), inBucket('team-b', 'ab/'), inBucket('team-c', 'b/'))),
  ).toEqual([]);
  const role = tenant('team-b').replace('team-b-presign', 'team-a-presign');
  const shared = 'sharedRoles: ["arn:aws:iam::222222222222:role/team-a-presign"]\n';
  expect(errorsIn(file(tenant('team-a'), role) + shared)).toEqual([]);
  const store = (id: string, host: string) =>
    tenant(id, `    endpoint: https://${host}\n`).replace(`${id}-files`, 'files');
  expect(errorsIn(file(store('team-a', 's3.one.example'), store('team-b', 's3.two.example')))).toEqual([]);
  expect(errorsIn(file(store('team-a', 's3.one.example'), store('team-b', 'S3.one.example/')))).toHaveLength(
    1,
  );
});

it('finds every pair of tenants that reach the same keys', () => {
  const prefix = fc
    .array(fc.constantFrom('a', 'b', 'ab'), { maxLength: 3 })
    .map((parts) => parts.map((part) => `${part}/`).join(''));
  fc.assert(
    fc.property(fc.array(prefix, { minLength: 2, maxLength: 6 }), (prefixes) => {
      const text = file(
        ...prefixes.map((keyPrefix, index) =>
          tenant(`team-${index}`, keyPrefix ? `    keyPrefix: ${keyPrefix}\n` : '').replace(
            /bucket: .*/,
            'bucket: files',
          ),
        ),
      );
      const overlaps = prefixes.some((one, i) =>
        prefixes.some((other, j) => i !== j && one.startsWith(other)),
      );
      expect(errorsIn(text).length > 0).toBe(overlaps);
    }),
    { numRuns: 50 },
  );
});
