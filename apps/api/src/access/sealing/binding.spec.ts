import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessOf, ISSUER, sealOf010 } from '../../../testing/sealed.js';
import { isActive } from './binding.js';
import type { Seal } from './seal.js';
import { Sealer, type Purpose } from './sealer.js';
import { SealingKeyFile } from './sealing-key-file.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const IAT = NOW / 1000;
const END = IAT + 3600;
const KEY = Buffer.alloc(32, 1);
const PURPOSES: Purpose[] = ['upload', 'cursor', 'receipt', 'session'];

let folder: string, keys: SealingKeyFile;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'binding-'));
  const path = join(folder, 'keys.json');
  await writeFile(path, JSON.stringify({ keys: [{ kty: 'oct', kid: 'k1', k: KEY.toString('base64url') }] }));
  keys = await SealingKeyFile.open(path, NOW);
});
afterAll(() => rm(folder, { recursive: true }));

const sealerAt = (time: number) => new Sealer(keys, () => time);
const sealed = (purpose: Purpose, time = NOW) =>
  sealerAt(time).seal(purpose, accessOf(), { key: 'a.txt' }, END);
/** Returns whether a seal opens in the way of its purpose. A capability is opened before its caller is known. */
async function opens(purpose: Purpose, access: ReturnType<typeof accessOf>, seal: string): Promise<boolean> {
  if (purpose !== 'session') return (await sealerAt(NOW).unseal(purpose, access, seal)) !== undefined;
  const opened = await sealerAt(NOW).unsealCapability<object>(seal);
  return opened !== undefined && isActive(opened, access);
}
const time = (seconds: number) => new Date(seconds * 1000).toISOString();

describe.each(PURPOSES)('a seal of the purpose %s', (purpose) => {
  it('opens for the issuer that it was made for, wherever its keys are', async () => {
    const seal = await sealed(purpose);
    for (const issuer of [{}, { jwksUri: 'https://idp.example/other' }, { tenants: '/azp' }]) {
      expect(await opens(purpose, accessOf({ issuer }), seal)).toBe(true);
    }
  });

  it.each([
    ['another URL under the same name', { issuer: { issuer: 'https://other.example' } }],
    ['a URL that differs by a slash', { issuer: { issuer: 'https://idp.example/' } }],
    ['another audience', { issuer: { audience: 'tenant-presign/team-b' } }],
    ['another name', { issuer: { name: 'cluster' } }],
    [
      'values that add up to the same',
      { issuer: { issuer: `${ISSUER.issuer}t`, audience: 'enant-presign/team-a' } },
    ],
    ['another bucket', { tenant: { bucket: 'staging-files' } }],
    ['a bucket of the same name in another store', { tenant: { endpoint: 'http://127.0.0.1:10' } }],
  ])('does not open for %s, though tenant and sealing keys are the same', async (_, change) => {
    expect(await opens(purpose, accessOf(change), await sealed(purpose))).toBe(false);
  });

  it('opens only where it was made at sessionsNotBefore or after', async () => {
    const age = fc.integer({ min: -90_000, max: 3_000 });
    await fc.assert(
      fc.asyncProperty(age, age, fc.nat(999), async (made, notBefore, milliseconds) => {
        const seal = await sealed(purpose, (IAT + made) * 1000 + milliseconds);
        const access = accessOf({ tenant: { sessionsNotBefore: time(IAT + notBefore) } });
        expect(await opens(purpose, access, seal)).toBe(made >= notBefore);
      }),
      { numRuns: 50 },
    );
  });
});

describe.each(PURPOSES)('a seal of release 0.1.0 of the purpose %s', (purpose) => {
  const old = (tenant = 'team-a', owner = ['platform', 'alice']) =>
    sealOf010(KEY, { purpose, kid: 'k1', tenant, owner, claims: { key: 'a.txt' }, end: END });

  it('opens in this release, by the name of its issuer', async () => {
    expect(await opens(purpose, accessOf(), await old())).toBe(true);
    expect(await opens(purpose, accessOf({ issuer: { issuer: 'https://other.example' } }), await old())).toBe(
      true,
    );
  });

  it('does not open where the tenant has sessionsNotBefore, whatever its time is', async () => {
    const tenant = { sessionsNotBefore: '1970-01-01T00:00:00Z' };
    expect(await opens(purpose, accessOf({ tenant }), await old())).toBe(false);
    expect(await opens(purpose, accessOf({ tenant }), await sealed(purpose))).toBe(true);
  });
});

it('a seal that has one of iat and bound is not of release 0.1.0', () => {
  const seal: Seal = { aud: 'team-a', exp: END };
  expect(isActive(seal, accessOf())).toBe(true);
  expect(isActive({ ...seal, iat: IAT }, accessOf())).toBe(false);
  expect(isActive({ ...seal, bound: '' }, accessOf())).toBe(false);
});

describe('while sessionsNotBefore is in the future', () => {
  const access = accessOf({ tenant: { sessionsNotBefore: time(IAT + 60) } });
  const sealingAt = (at: number) => sealerAt(at).seal('upload', access, {}, END);

  it('nothing is sealed, since nothing would open', async () => {
    const refused = {
      code: 'sealing_unavailable',
      message: expect.stringContaining('in the future') as string,
    };
    await expect(sealingAt(NOW + 59_999)).rejects.toMatchObject(refused);
    await expect(sealerAt(NOW).require(access)).rejects.toMatchObject(refused);
    const seal = await sealingAt(NOW + 60_000);
    expect(await sealerAt(NOW + 60_000).unseal('upload', access, seal)).toBeDefined();
  });

  it('other tenants are not concerned', async () => {
    await expect(sealerAt(NOW).require(accessOf())).resolves.toBeDefined();
  });
});

it('what a caller puts into the claims changes none of what binds', async () => {
  const claims = { bound: 'x', iat: 1, aud: 'team-b', sub: 'x', exp: 1 };
  const seal = await sealerAt(NOW).seal('upload', accessOf(), claims, END);
  expect(await sealerAt(NOW).unseal('upload', accessOf(), seal)).toMatchObject({
    aud: 'team-a',
    iat: IAT,
    exp: END,
  });
});
