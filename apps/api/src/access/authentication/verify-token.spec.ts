import { createLocalJWKSet } from 'jose';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createSigningKey, TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { forge, withSecret } from '../../../../../test/support/generators/forge.js';
import type { Keys } from './parse-keys.js';
import { verifyToken, wantsAnotherKey } from './verify-token.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const ENTRY = {
  name: 'platform',
  issuer: 'https://idp.example',
  audience: 'tenant-presign/team-a',
  tenants: '/tenants',
};
const issuer = await TestIssuer.create({ ...ENTRY, clock: () => NOW });
const keys = createLocalJWKSet(issuer.jwks);

const verify = async (claims: Record<string, unknown>) =>
  verifyToken(await issuer.token(claims), keys, ENTRY, NOW);
const refusalOf = (token: string) =>
  verifyToken(token, keys, ENTRY, NOW).then(
    () => undefined,
    (error: unknown) => error,
  );

/** Cases that token-refusals.spec.ts can't test, because an earlier check refuses them first. */
describe('verification stands alone', () => {
  it('even where the issuer chose the key: iss and aud are compared again', async () => {
    await expect(verify({})).resolves.toMatchObject({ sub: 'alice' });
    await expect(verify({ iss: 'https://evil.example' })).rejects.toThrow('"iss"');
    await expect(verify({ aud: 'tenant-presign/team-b' })).rejects.toThrow('"aud"');
  });

  it('whatever the key set gives out: a secret verifies nothing', async () => {
    const secret = Buffer.from('0123456789abcdef0123456789abcdef');
    const token = forge({ alg: 'HS256' }, issuer.claims(), withSecret(secret));
    const generous = (() => Promise.resolve(secret)) as unknown as Keys;
    await expect(verifyToken(token, generous, ENTRY, NOW)).rejects.toThrow('not allowed');
  });
});

/** Creates a set of foreign keys with the right key at one index. */
async function keysWithOursAt(place: number, alg = 'ES256') {
  const others = await Promise.all(Array.from({ length: 99 }, (_, i) => createSigningKey(`other-${i}`, alg)));
  return createLocalJWKSet({ keys: others.map(({ jwk }) => jwk).toSpliced(place, 0, issuer.key.jwk) });
}
const withoutKid = async () => issuer.token({}, { kid: undefined });

describe('a token without kid', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('is tried with the first four keys that fit its alg', async () => {
    const verifying = vi.spyOn(crypto.subtle, 'verify');
    const [fourth, fifth] = [await keysWithOursAt(3), await keysWithOursAt(4)];
    await expect(verifyToken(await withoutKid(), fourth, ENTRY, NOW)).resolves.toMatchObject({
      sub: 'alice',
    });
    expect(verifying).toHaveBeenCalledTimes(4);
    await expect(verifyToken(await withoutKid(), fifth, ENTRY, NOW)).rejects.toThrow('signature');
    expect(verifying).toHaveBeenCalledTimes(8);
    await expect(verifyToken(await issuer.token(), fifth, ENTRY, NOW)).resolves.toMatchObject({
      sub: 'alice',
    });
    expect(verifying).toHaveBeenCalledTimes(9);
  });

  it('is tried with no key of another alg', async () => {
    const last = await keysWithOursAt(99, 'ES384');
    await expect(verifyToken(await withoutKid(), last, ENTRY, NOW)).resolves.toMatchObject({ sub: 'alice' });
  });
});

describe('another key is wanted', () => {
  it.each([
    ['by an unknown kid', true, { kid: 'key-2' }, {}],
    ['by no kid', true, { kid: undefined }, {}],
    ['not by a known kid', false, {}, {}],
    ['not by what is refused anyway', false, {}, { aud: 'x' }],
  ])('%s', async (_, wanted, header, claims) => {
    const stranger = await TestIssuer.create(issuer.options);
    const token = await stranger.token(claims, header);
    expect(wantsAnotherKey(token, await refusalOf(token))).toBe(wanted);
  });
});
