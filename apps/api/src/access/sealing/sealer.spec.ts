import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { CompactEncrypt, EncryptJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { accessOf } from '../../../testing/sealed.js';
import type { TenantAccess } from '../authorization/tenant-access.js';
import { MAX_SEALED, Sealer, type Purpose } from './sealer.js';
import { SealingKeyFile } from './sealing-key-file.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const END = NOW / 1000 + 60;
const bytes = (fill: number) => Buffer.alloc(32, fill);
const jwk = (kid: string, fill: number) => ({ kty: 'oct', kid, k: bytes(fill).toString('base64url') });

const access = (change: { tenant?: string; issuer?: string; subject?: string } = {}): TenantAccess => {
  const { tenant = 'team-a', issuer = 'platform', subject = 'alice' } = change;
  return accessOf({ tenant: { id: tenant }, issuer: { name: issuer }, subject });
};
const claims = { key: 'users/ünï/🦀.bin', size: 5_497_558_138_880 };

let folder: string, sealer: Sealer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealer-'));
  sealer = await sealerWith(jwk('k1', 1));
});
afterAll(() => rm(folder, { recursive: true }));

async function sealerWith(...keys: object[]): Promise<Sealer> {
  return at(NOW, ...keys);
}
async function at(time: number, ...keys: object[]): Promise<Sealer> {
  const path = join(folder, `${crypto.randomUUID()}.json`);
  await writeFile(path, JSON.stringify({ keys }));
  return new Sealer(await SealingKeyFile.open(path, time), () => time);
}

describe('what is sealed', () => {
  it('opens for its purpose, tenant and subject, on any replica, and shows nothing before', async () => {
    const sealed = await sealer.seal('upload', access(), claims, END);
    const replica = await sealerWith(jwk('k1', 1));
    expect(await replica.unseal('upload', access(), sealed)).toMatchObject(claims);
    expect(sealed).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/); // RFC 7516 §7.1, `dir`
    expect(Buffer.from(sealed.split('.')[0]!, 'base64url').toString()).toBe(
      '{"alg":"dir","enc":"A256GCM","typ":"upload","kid":"k1"}',
    );
  });

  it('is never the same twice', async () => {
    const [one, two] = [await seal(), await seal()];
    expect(one).not.toBe(two);
  });

  it.each<[string, Purpose, TenantAccess]>([
    ['another purpose', 'cursor', access()],
    ['another tenant', 'upload', access({ tenant: 'team-b' })],
    ['another subject', 'upload', access({ subject: 'bob' })],
    ['the same subject of another issuer', 'upload', access({ issuer: 'cluster' })],
    ['parts of names that add up to the same', 'upload', access({ issuer: 'platforma', subject: 'lice' })],
  ])('does not open for %s', async (_, purpose, who) => {
    expect(await sealer.unseal(purpose, who, await seal())).toBeUndefined();
  });

  it('ends', async () => {
    const sealed = await seal();
    expect(await (await at(END * 1000 - 1, jwk('k1', 1))).unseal('upload', access(), sealed)).toBeDefined();
    expect(await (await at(END * 1000, jwk('k1', 1))).unseal('upload', access(), sealed)).toBeUndefined();
  });

  it('does not open when any character is another', async () => {
    const sealed = await seal();
    for (let index = 0; index < sealed.length; index += 1) {
      for (const other of [sealed[index] === 'A' ? 'B' : 'A', '']) {
        const altered = sealed.slice(0, index) + other + sealed.slice(index + 1);
        expect(await sealer.unseal('upload', access(), altered), altered).toBeUndefined();
      }
    }
  });

  it('does not open when it is anything else', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), fc.stringMatching(/^[\w-]*\.[\w-]*\.[\w-]*\.[\w-]*\.[\w-]*$/)),
        async (text) => {
          expect(await sealer.unseal('upload', access(), text)).toBeUndefined();
        },
      ),
    );
    expect(await sealer.unseal('upload', access(), 'x'.repeat(MAX_SEALED + 1))).toBeUndefined();
  });
});

it('a forged header is not parsed where it is longer than ours', async () => {
  const nested = `{"alg":"dir","enc":"A256GCM","typ":"upload","kid":"k1","x":${'['.repeat(1400)}${']'.repeat(1400)}}`;
  const forged = `${Buffer.from(nested).toString('base64url')}${(await seal()).replace(/^[^.]*/, '')}`;
  const parsing = vi.spyOn(JSON, 'parse');
  expect(await sealer.unseal('upload', access(), forged)).toBeUndefined();
  expect(parsing).not.toHaveBeenCalled();
  parsing.mockRestore();

  const longest = await sealerWith(jwk('k'.repeat(64), 1));
  for (const purpose of ['upload', 'cursor', 'receipt', 'session'] as const) {
    const sealed = await longest.seal(purpose, access(), claims, END);
    expect(await longest.unseal(purpose, access(), sealed), purpose).toBeDefined();
  }
});

describe('keys', () => {
  it('rotate: the first seals, all open', async () => {
    const sealed = await seal();
    const rotated = await sealerWith(jwk('k2', 2), jwk('k1', 1));
    expect(await rotated.unseal('upload', access(), sealed)).toMatchObject(claims);
    const anew = await rotated.seal('upload', access(), claims, END);
    expect(await sealer.unseal('upload', access(), anew)).toBeUndefined();
    expect(await (await sealerWith(jwk('k2', 2))).unseal('upload', access(), sealed)).toBeUndefined();
  });

  it('of the same name that are others open nothing', async () => {
    expect(await (await sealerWith(jwk('k1', 3))).unseal('upload', access(), await seal())).toBeUndefined();
  });

  it('that no one gave: 503', async () => {
    const none = new Sealer(undefined, () => NOW);
    await expect(none.seal('upload', access(), claims, END)).rejects.toMatchObject({
      code: 'sealing_unavailable',
    });
    await expect(none.unseal('upload', access(), await seal())).rejects.toMatchObject({
      code: 'sealing_unavailable',
    });
  });
});

describe('a forger who has the key’s name', () => {
  const { payload, protectedHeader } = {
    payload: { ...claims, aud: 'team-a', sub: 'x', exp: END },
    protectedHeader: { alg: 'dir', enc: 'A256GCM', typ: 'upload', kid: 'k1' },
  };

  it.each<[string, () => Promise<string> | string]>([
    ['another key', () => new EncryptJWT(payload).setProtectedHeader(protectedHeader).encrypt(bytes(9))],
    ['no encryption', () => new UnsecuredJWT(payload).encode()],
    [
      'another algorithm of the same key',
      () =>
        new CompactEncrypt(Buffer.from(JSON.stringify(payload)))
          .setProtectedHeader({ ...protectedHeader, alg: 'A256KW' })
          .encrypt(bytes(1)),
    ],
  ])('opens nothing with %s', async (_, forge) => {
    expect(await sealer.unseal('upload', access(), await forge())).toBeUndefined();
  });
});

describe('the length', () => {
  it('has room for the longest key of any kind, and ends at 4,096 characters', async () => {
    for (const key of ['"'.repeat(1024), '\\'.repeat(1024), 'ü'.repeat(512), '🦀'.repeat(256)]) {
      const sealed = await sealer.seal('upload', access({ subject: 's'.repeat(8000) }), upload(key), END);
      expect(sealed.length).toBeLessThanOrEqual(MAX_SEALED);
      expect(await sealer.unseal('upload', access({ subject: 's'.repeat(8000) }), sealed)).toMatchObject({
        key,
      });
    }
    await expect(sealer.seal('upload', access(), upload('x'.repeat(3000)), END)).rejects.toMatchObject({
      code: 'invalid_request',
    });
  });
});

const seal = () => sealer.seal('upload', access(), claims, END);
/** The largest claims of an upload. */
const upload = (key: string) => ({
  key,
  s3: 'u'.repeat(256),
  part: 5_368_709_120,
  size: 5e12,
  sum: 'CRC64NVME',
});
