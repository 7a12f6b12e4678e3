import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { createSigningKey } from '../../../../../test/support/fakes/issuer.js';
import { parseKeys } from './parse-keys.js';

const N = (bits: number) => Buffer.alloc(bits / 8, 0xff).toString('base64url');
const E = Buffer.from([1, 0, 1]).toString('base64url');
const rsa = (change: object = {}) => ({ kty: 'RSA', kid: 'k', n: N(2048), e: E, ...change });
const isThere = (...keys: unknown[]) =>
  parseKeys(JSON.stringify({ keys }))({ alg: 'RS256', kid: 'k' }).then(
    () => true,
    () => false,
  );

describe('an RSA key', () => {
  it.each([
    ['of 2,048 bits', {}, true],
    ['of 8,192 bits', { n: N(8192) }, true],
    ['of 8,200 bits', { n: N(8200) }, false],
    ['of 16,384 bits', { n: N(16_384) }, false],
    ['with an exponent of 32 bits', { e: Buffer.from([0xff, 0xff, 0xff, 0xff]).toString('base64url') }, true],
    ['with an exponent of 40 bits', { e: Buffer.alloc(5, 0xff).toString('base64url') }, false],
    ['with an exponent as long as its modulus', { e: N(2048) }, false],
    ['without a modulus', { n: undefined }, false],
    ['with a number for a modulus', { n: 3 }, false],
    ['with a list for an exponent', { e: [E] }, false],
  ])('%s is taken: %s', async (_, change, taken) => {
    expect(await isThere(rsa(change))).toBe(taken);
  });

  it('that a provider makes is taken, of every usual size', async () => {
    for (const modulusLength of [2048, 3072, 4096]) {
      const jwk = generateKeyPairSync('rsa', { modulusLength }).publicKey.export({ format: 'jwk' });
      expect(await isThere({ ...jwk, kid: 'k' })).toBe(true);
    }
  }, 60_000);

  it('that is left out takes no other with it', async () => {
    expect(await isThere(rsa({ kid: 'large', n: N(16_384) }), rsa())).toBe(true);
  });
});

describe('a set', () => {
  let jwk: object;
  beforeAll(async () => void ({ jwk } = await createSigningKey('k')));
  const of = (count: number) =>
    JSON.stringify({ keys: Array.from({ length: count }, (_, i) => ({ ...jwk, kid: `k${i}` })) });

  it('has 100 keys at most', async () => {
    await expect(parseKeys(of(100))({ alg: 'ES256', kid: 'k99' })).resolves.toBeDefined();
    expect(() => parseKeys(of(101))).toThrow('it has 101 keys, and at most 100 are allowed');
  });

  it.each([
    '{',
    '[]',
    '{}',
    '{"keys":{}}',
    '{"keys":[1]}',
    '{"keys":[null]}',
    'null',
    '"x"',
    '['.repeat(250_000),
  ])('is refused where it is none: %.20s', (text) => expect(() => parseKeys(text)).toThrow());

  it('nested without end is refused, and no more', () => {
    const deep = '['.repeat(120_000) + ']'.repeat(120_000);
    expect(() => parseKeys(`{"keys":[{"kty":"EC","x":${deep}}]}`)).toThrow();
  });
});
