import { describe, expect, it } from 'vitest';
import { parseSealingKeys } from './sealing-keys.js';

const K = Buffer.alloc(32, 7).toString('base64url');
const OTHER = Buffer.alloc(32, 8).toString('base64url');
const key = (change: object = {}) => ({ kty: 'oct', k: K, ...change });
const parse = (...keys: unknown[]) => parseSealingKeys(JSON.stringify({ keys }));

describe('parseSealingKeys', () => {
  it('takes the first for sealing, and all by kid for opening', async () => {
    const keys = await parse(
      key({ kid: 'new', alg: 'dir', use: 'enc' }),
      key({ kid: 'old', alg: 'A256GCM', k: OTHER }),
    );
    expect(keys.first).toBe('new');
    expect([...keys.byId.keys()]).toEqual(['new', 'old']);
    const { algorithm, extractable } = keys.byId.get('new')!;
    expect({ algorithm, extractable }).toEqual({
      algorithm: { name: 'AES-GCM', length: 256 },
      extractable: false,
    });
  });

  it('names keys without kid by their thumbprint, whatever else they say', async () => {
    const { first } = await parse(key());
    expect(first).toMatch(/^[\w-]{43}$/);
    expect((await parse(key({ use: 'enc' }))).first).toBe(first);
    expect((await parse(key({ k: OTHER }))).first).not.toBe(first);
  });

  it.each<[string, unknown[], string]>([
    ['no key', [], 'at least one key'],
    ['a public key', [{ kty: 'EC', crv: 'P-256' }], '/keys/0: kty must be "oct". /keys/0: k must be'],
    ['16 bytes', [key(), key({ k: OTHER.slice(0, 22) })], '/keys/1: k must be the base64url of 32'],
    ['33 bytes', [key({ k: `${K}AA` })], 'k must be'],
    ['padding', [key({ k: `${K}=` })], 'k must be'],
    ['no secret', [{ kty: 'oct' }], 'k must be'],
    ['a kid of spaces', [key({ kid: ' ' })], 'kid must be'],
    ['another algorithm', [key({ alg: 'HS256' })], 'alg must be'],
    ['a key for signing', [key({ use: 'sig' })], 'use must be'],
    ['two keys of one name', [key({ kid: 'a' }), key({ kid: 'a', k: OTHER })], 'the same kid'],
    ['the same key twice', [key(), key()], 'the same kid'],
    ['null', [null], '/keys/0: kty'],
  ])('refuses %s, and says nothing of the secret', async (_, keys, words) => {
    const refused = await parse(...keys).catch((error: Error) => error.message);
    expect(refused).toContain(words);
    expect(refused).not.toContain(K.slice(0, 8));
  });

  it.each(['', '{"keys":', K, 'null', '[]', '{"keys":{}}'])('refuses %j', async (text) => {
    const refused = await parseSealingKeys(text).catch((error: Error) => error.message);
    expect(refused).toMatch(/^It is not (JSON|a JWK Set)/);
    expect(refused).not.toContain(K.slice(0, 8));
  });
});
