import { getMetadataStorage } from 'class-validator';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { LimitsEntry } from '../entries/limits-entry.js';
import type { TenantEntry } from '../tenant-file.js';
import { LIMIT_ORDERS, smallerOf, within } from './limit-order.js';
import { EnvelopeEntry } from './platform-file.js';
import { retainedPlatform } from './retained-platform.js';
import { retainedTenant } from './retained.js';
import { readTeamFile } from './team-reader.js';

const ENVELOPE = Object.assign(new EnvelopeEntry(), {
  id: 'team-a',
  issuers: ['platform'],
  bucket: 'team-a-files',
  region: 'eu-west-1',
  credentials: { type: 'web-identity', roleArn: 'arn:aws:iam::222222222222:role/x' },
  account: '222222222222',
  ceilings: { maxExpiresIn: 7200, contentTypes: ['image/png', 'image/gif'] },
}) as EnvelopeEntry;
const A = { actions: ['download'], prefixes: ['a/'] };
const B = { actions: ['upload'], prefixes: ['b/'] };
const BAD = { actions: ['fly'], prefixes: ['c/'] };
const ORIGINS = { origins: ['https://one.example', 'https://two.example'] };

const read = (plain: object, envelope = ENVELOPE) =>
  readTeamFile(stringify({ version: 1, ...plain }), envelope);
function good(plain: object): TenantEntry {
  const reading = read(plain);
  if (reading.state !== 'valid') throw new Error(JSON.stringify(reading));
  return reading.value;
}
const plainOf = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;
const kept = (before: object, plain: object, envelope = ENVELOPE) =>
  retainedTenant(good(before), envelope, { version: 1, ...plain });

describe('a team’s file', () => {
  it('is served within the ceilings', () => {
    expect(good({ grants: [A] }).limits).toMatchObject({
      maxExpiresIn: 3600,
      contentTypes: ['image/png', 'image/gif'],
    });
    expect(
      good({ grants: [A], limits: { maxExpiresIn: 7200, contentTypes: ['IMAGE/png'] } }).limits,
    ).toMatchObject({
      maxExpiresIn: 7200,
      contentTypes: ['IMAGE/png'],
    });
  });

  it.each([
    [{ limits: { maxExpiresIn: 7201 } }, /limits\.maxExpiresIn is above the platform’s ceiling \(7200\)/],
    [
      { limits: { contentTypes: ['image/svg'] } },
      /limits\.contentTypes\[0\] is not among the platform’s ceilings \(image\/png, image\/gif\)/,
    ],
    [{ bucket: 'other-files' }, /bucket is a setting of platform.yaml: remove it/],
    [{ grants: [{ ...A, issuer: 'other' }] }, /grants\[0\]\.issuer/],
    [{ foo: 1 }, /foo is not a setting here/],
  ])('with %j is refused', (more, error) => {
    const reading = read({ grants: [A], ...more });
    expect(reading).toMatchObject({ state: 'refused' });
    expect(
      reading.state === 'refused' &&
        reading.errors.map(
          ({ path, message }) => `${path.join('.').replaceAll(/\.(\d+)/g, '[$1]')} ${message}`,
        ),
    ).toEqual([expect.stringMatching(error)]);
  });

  it('of too many values is refused before they are checked', () => {
    const prefixes = Array.from({ length: 10_001 }, (_, index) => `${index}/`);
    expect(read({ grants: [{ actions: ['download'], prefixes }] })).toMatchObject({
      state: 'refused',
      errors: [{ message: expect.stringContaining('more than 10000 values') as string }],
    });
    expect(read({ grants: [{ actions: ['download'], prefixes: prefixes.slice(0, 9_000) }] }).state).toBe(
      'valid',
    );
  });
});

describe('of a refused file stays', () => {
  it('what stands in it word for word', () => {
    const before = { grants: [A, B], cors: ORIGINS };
    expect(
      plainOf(kept(before, { grants: [B, BAD], cors: { origins: ['https://two.example', 'x'] } })),
    ).toMatchObject({
      grants: [B],
      cors: { origins: ['https://two.example'] },
    });
    expect(kept(before, { grants: [{ ...A, prefixes: ['a/', 'b/'] }, BAD] })).toMatchObject({
      grants: [],
      cors: { origins: [] },
    });
    expect(kept(before, {})).toMatchObject({ grants: [] });
    expect(kept(before, { grants: 'none' })).toMatchObject({ grants: [] });
  });

  it('the smaller limits', () => {
    const before = { grants: [A], limits: { maxExpiresIn: 600, contentTypes: ['image/png'] } };
    const limits = { maxExpiresIn: 99_999_999, maxUploadBytes: 5, contentTypes: ['image/png', 'image/x'] };
    expect(kept(before, { grants: [A], limits })?.limits).toEqual({
      maxExpiresIn: 600,
      maxUploadBytes: 5,
      contentTypes: ['image/png'],
      inlineTypes: [],
    });
  });

  it.each([
    { bucket: 'x' },
    { version: 2 },
    { limits: { maxExpiresIn: 'x' } },
    { limits: { maxUploadBytes: 0 } },
    { limits: { unknown: 1 } },
    { limits: 1 },
    { foo: null },
  ])('nothing where it differs in %j', (more) => {
    expect(kept({ grants: [A] }, { grants: [A, BAD], ...more })).toBeUndefined();
    expect(kept({ grants: [A] }, { grants: [A, BAD] })?.grants).toHaveLength(1);
  });

  it('no grant whose issuer the platform has taken away', () => {
    const envelope = Object.assign(new EnvelopeEntry(), ENVELOPE, { issuers: ['other'] });
    const named = { ...A, issuer: 'platform' };
    expect(kept({ grants: [named, B] }, { grants: [named, B, BAD] }, envelope)).toMatchObject({
      grants: [B],
    });
  });
});

it('every limit has an order', () => {
  const names = getMetadataStorage()
    .getTargetValidationMetadatas(LimitsEntry, '', true, false)
    .map(({ propertyName }) => propertyName);
  expect(Object.keys(LIMIT_ORDERS).sort()).toEqual([...new Set(names)].sort());
});

it('narrowed limits allow nothing that either forbids', () => {
  const types = fc.subarray(['image/png', 'image/gif', 'text/plain'], { minLength: 1 });
  const number = fc.integer({ min: 1, max: 9 });
  const limits = fc.record(
    {
      maxExpiresIn: number,
      maxUploadBytes: number,
      contentTypes: types,
      inlineTypes: types,
      defaultExpiresIn: number,
    },
    { requiredKeys: [] },
  );
  const unlimited = {
    maxExpiresIn: 3600,
    maxUploadBytes: Infinity,
    contentTypes: ['image/png', 'image/gif', 'text/plain'],
    inlineTypes: [],
  };
  fc.assert(
    fc.property(limits, limits, (one, other) => {
      const both = { ...unlimited, ...(plainOf(smallerOf(one, other)) as object) };
      for (const each of [one, other].map((side) => ({ ...unlimited, ...side }))) {
        expect(both.maxExpiresIn).toBeLessThanOrEqual(each.maxExpiresIn);
        expect(both.maxUploadBytes).toBeLessThanOrEqual(each.maxUploadBytes);
        expect(each.contentTypes).toEqual(expect.arrayContaining(both.contentTypes));
        expect(each.inlineTypes).toEqual(expect.arrayContaining(both.inlineTypes));
      }
      expect(within(one, undefined)).toBe(one);
    }),
  );
});

describe('of a refused platform.yaml', () => {
  const issuer = { name: 'platform', issuer: 'https://idp.example', audience: 'x', tenants: '/tenants' };
  const other = { ...(plainOf(ENVELOPE) as object), id: 'team-b', bucket: 'team-b-files' };
  const before = {
    issuers: [issuer],
    tenants: new Map([ENVELOPE, other as EnvelopeEntry].map((entry) => [entry.id, entry])),
    ended: new Set<string>(),
  };
  const sharedRoles = ['arn:aws:iam::222222222222:role/x'];
  const says = (tenants: unknown, issuers: unknown = [issuer], shared: unknown = sharedRoles) =>
    retainedPlatform(before, { version: 1, issuers, tenants, sharedRoles: shared });

  it('tenants stay that stand in it word for word', () => {
    const { tenants, ended } = says([ENVELOPE, { ...other, bucket: 'team-a-files' }]);
    expect([...tenants]).toEqual([['team-a', ENVELOPE]]);
    expect([...ended]).toEqual(['team-b']);
    expect(says([other, {}]).ended.size).toBe(0);
    expect([...says([other, {}]).tenants.keys()]).toEqual(['team-b']);
    expect([...says([other, { ...(other as object), bucket: 'x' }]).tenants.keys()]).toEqual(['team-b']);
    expect([...says([{ ...(other as object), bucket: 'x' }]).ended]).toEqual(['team-b']);
  });

  it('the smaller ceilings stay', () => {
    const { tenants } = says([
      { ...(plainOf(ENVELOPE) as object), ceilings: { maxExpiresIn: 60, maxUploadBytes: 5 } },
      1,
    ]);
    expect(tenants.get('team-a')?.ceilings).toEqual({
      maxExpiresIn: 60,
      maxUploadBytes: 5,
      contentTypes: ['image/png', 'image/gif'],
    });
    expect([...says([{ ...(plainOf(ENVELOPE) as object), ceilings: { maxExpiresIn: 'x' } }]).ended]).toEqual([
      'team-a',
    ]);
  });

  it('a tenant ends whose issuer is gone', () => {
    expect([...says([ENVELOPE], []).ended]).toEqual(['team-a']);
    expect([...says([ENVELOPE], [{ ...issuer, audience: 'y' }]).ended]).toEqual(['team-a']);
  });

  it('tenants end whose role is not listed as shared any more', () => {
    const both = [ENVELOPE, other];
    const [role] = sharedRoles;
    expect([...says(both).tenants.keys()]).toEqual(['team-a', 'team-b']);
    for (const said of [null, [], [`${role}y`], role, { 0: role }]) {
      const { tenants, ended } = says(both, [issuer], said);
      expect([tenants.size, [...ended]]).toEqual([0, ['team-a', 'team-b']]);
    }
    const { tenants, ended } = says([ENVELOPE, { ...other, bucket: 'x' }], [issuer], []);
    expect([[...tenants.keys()], [...ended]]).toEqual([['team-a'], ['team-b']]); // is its own again
    expect([...says([ENVELOPE], [issuer], []).tenants.keys()]).toEqual(['team-a']);
  });
});
