import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { exportJWK, exportSPKI } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSigningKey, TestIssuer, type SigningKey } from '../../../../../test/support/fakes/issuer.js';
import {
  encrypt,
  forge,
  withBytes,
  withPrivateKey,
  withSecret,
} from '../../../../../test/support/generators/forge.js';
import type { Caller } from '../../platform/caller.js';
import { TokenVerifier } from './token-verifier.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const IAT = NOW / 1000;
const DAY = 24 * 3600;
const ISSUER = 'https://idp.example/realms/platform';
const AUDIENCE = 'tenant-presign/team-a';
const SECRET = Buffer.from('0123456789abcdef0123456789abcdef');
const WEAK = generateKeyPairSync('rsa', { modulusLength: 1024 });

let issuer: TestIssuer, stranger: SigningKey, rsa: SigningKey, wrapping: SigningKey;
let folder: string, verifier: TokenVerifier;

beforeAll(async () => {
  issuer = await TestIssuer.create({ issuer: ISSUER, audience: AUDIENCE, clock: () => NOW });
  [stranger, rsa, wrapping] = await Promise.all([
    createSigningKey('key-1'),
    createSigningKey('rsa', 'RS256'),
    createSigningKey('wrapping', 'RSA-OAEP-256'),
  ]);
  const keys = [
    ...issuer.jwks.keys,
    rsa.jwk,
    { ...wrapping.jwk, use: 'enc' },
    { ...stranger.jwk, kid: 'enc', use: 'enc' },
    { ...stranger.jwk, kid: 'ops', use: undefined, key_ops: ['sign'] },
    { ...(await exportJWK(stranger.privateKey)), kid: 'leaked' },
    { ...(await exportJWK(WEAK.publicKey)), kid: 'weak' },
    { kty: 'oct', kid: 'shared', k: SECRET.toString('base64url') },
  ];
  folder = await mkdtemp(join(tmpdir(), 'keys-'));
  const jwksFile = join(folder, 'jwks.json');
  await writeFile(jwksFile, JSON.stringify({ keys }));
  verifier = new TokenVerifier([
    { name: 'platform', issuer: ISSUER, audience: AUDIENCE, jwksFile, tenants: '/tenants' },
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

type Make = () => string | Promise<string>;
const verify = async (token: string): Promise<readonly Caller[]> => verifier.verify(token, NOW);
/** Creates a token like the issuer's own, with other claims, another header or another key. */
const token = (claims?: Record<string, unknown>, header?: Record<string, unknown>, key?: SigningKey) =>
  issuer.token(claims, header, key);
/** Signs with the issuer's RSA key, also payloads and headers that no library would sign. */
const signed = (payload: object | string | Uint8Array, header: object = {}) =>
  forge({ alg: 'RS256', kid: 'rsa', ...header }, payload, withPrivateKey(rsa.privateKey));
/** Signs the claims after their JSON was edited as text. */
const edited = (pattern: RegExp, replacement: string) =>
  signed(JSON.stringify(issuer.claims()).replace(pattern, replacement));
const withHeader = (header: object) => signed(issuer.claims(), header);
const unsigned = (header: object) => forge(header, issuer.claims(), withBytes(Buffer.alloc(0)));
const hmac = (kid: string, secret: Buffer) =>
  forge({ alg: 'HS256', kid }, issuer.claims(), withSecret(secret));
const good: Make = () => token();
const byRsa: Make = () => token({}, {}, rsa);

/** Pairs of a refused token and a similar one that is accepted. */
const twins: Record<string, [name: string, refused: Make, accepted: Make][]> = {
  'its issuer, RFC 8725 §3.8': [
    ['unknown', () => token({ iss: 'https://evil.example' }), good],
    ['different by a slash', () => token({ iss: `${ISSUER}/` }), good],
    ['in another case', () => token({ iss: ISSUER.toUpperCase() }), good],
    ['an array', () => token({ iss: [ISSUER] }), good],
    ['missing', () => token({ iss: undefined }), good],
  ],
  'its audience, RFC 8725 §3.9': [
    ['another deployment', () => token({ aud: 'tenant-presign/team-b' }), good],
    ['several without us', () => token({ aud: ['a', 'b'] }), () => token({ aud: ['a', AUDIENCE] })],
    ['longer than ours', () => token({ aud: `${AUDIENCE}2` }), () => token({ aud: [AUDIENCE] })],
    ['deep in an array', () => token({ aud: [[AUDIENCE]] }), () => token({ aud: [AUDIENCE, 'b'] })],
    ['an object', () => token({ aud: { [AUDIENCE]: AUDIENCE } }), good],
    ['an empty array', () => token({ aud: [] }), good],
    ['missing', () => token({ aud: undefined }), good],
  ],
  'its algorithm, RFC 8725 §3.1': [
    ['none', () => unsigned({ alg: 'none' }), good],
    ['none, in capitals', () => unsigned({ alg: 'NONE', kid: 'key-1' }), good],
    ['missing', () => withHeader({ alg: undefined }), byRsa],
    ['a number', () => withHeader({ alg: 256 }), byRsa],
    ['unknown', () => withHeader({ alg: 'RS1' }), byRsa],
    [
      'HMAC with the public key as PEM',
      async () => hmac('rsa', Buffer.from(await exportSPKI(rsa.publicKey))),
      byRsa,
    ],
    ['HMAC with the public key as JWK', () => hmac('rsa', Buffer.from(JSON.stringify(rsa.jwk))), byRsa],
    ['HMAC with the modulus', () => hmac('rsa', Buffer.from(rsa.jwk.n!, 'base64url')), byRsa],
    ['HMAC with a secret of the key set', () => hmac('shared', SECRET), byRsa],
    ['not the one of the key', () => withHeader({ alg: 'RS384' }), byRsa],
    ['another curve', async () => token({}, {}, await createSigningKey('key-1', 'ES384')), good],
  ],
  'its key, RFC 8725 §3.10': [
    ['a stranger’s under our kid', () => token({}, {}, stranger), good],
    [
      'a stranger’s without a kid',
      () => token({}, { kid: undefined }, stranger),
      () => token({}, { kid: undefined }),
    ],
    ['unknown', () => token({}, { kid: 'key-9' }), good],
    ['another of ours', () => token({}, { kid: 'rsa' }), good],
    ['a number', () => token({}, { kid: 1 }), good],
    ['a path', () => token({}, { kid: '../../dev/null' }), good],
    [
      'in the header',
      () => token({}, { jwk: stranger.jwk }, stranger),
      () => token({}, { jwk: stranger.jwk }),
    ],
    ['in the header, no kid', () => token({}, { jwk: stranger.jwk, kid: undefined }, stranger), good],
    [
      'by the header’s URL',
      () => token({}, { jku: 'http://127.0.0.1:9' }, stranger),
      () => token({}, { jku: 'x' }),
    ],
    [
      'by the header’s x5u',
      () => token({}, { x5u: 'http://127.0.0.1:9' }, stranger),
      () => token({}, { x5u: 'x' }),
    ],
    ['by the header’s x5c', () => token({}, { x5c: ['MIIB'] }, stranger), () => token({}, { x5c: ['MIIB'] })],
    ['for encryption', () => token({}, { kid: 'enc' }, stranger), good],
    ['for other operations', () => token({}, { kid: 'ops' }, stranger), good],
    ['a private one in the key set', () => token({}, { kid: 'leaked' }, stranger), good],
    [
      'of 1024 bits',
      () => forge({ alg: 'RS256', kid: 'weak' }, issuer.claims(), withPrivateKey(WEAK.privateKey)),
      () => forge({ alg: 'RS256', kid: 'rsa' }, issuer.claims(), withPrivateKey(rsa.privateKey)),
    ],
  ],
  'its signature': [
    ['missing', async () => `${(await token()).split('.').slice(0, 2).join('.')}.`, good],
    [
      'all zeros',
      () => forge({ alg: 'ES256', kid: 'key-1' }, issuer.claims(), withBytes(new Uint8Array(64))),
      good,
    ],
    [
      'in DER',
      () => forge({ alg: 'ES256', kid: 'key-1' }, issuer.claims(), withPrivateKey(issuer.key.privateKey)),
      good,
    ],
  ],
  'its form, RFC 7515': [
    ['two parts', async () => (await token()).split('.').slice(0, 2).join('.'), good],
    ['four parts', async () => `${await token()}.x`, good],
    ['encrypted', () => encrypt(JSON.stringify(issuer.claims()), wrapping.publicKey, 'wrapping'), good],
    [
      'encrypted around a signature',
      async () => encrypt(await token(), wrapping.publicKey, 'wrapping'),
      good,
    ],
    ['JSON', async () => JSON.stringify({ payload: (await token()).split('.')[1] }), good],
    ['a header that is an array', () => forge('[]', issuer.claims(), withBytes(new Uint8Array(64))), good],
    ['a payload that is no JSON', () => signed('{'), () => edited(/^/, ' ')],
    ['a payload that is an array', () => signed([issuer.claims()]), () => signed(issuer.claims())],
    ['a payload that is null', () => signed('null'), byRsa],
    ['a payload that is no UTF-8', () => signed(Buffer.from([0x7b, 0xff, 0x7d])), byRsa],
    ['a critical extension', () => withHeader({ crit: ['x'], x: 1 }), () => withHeader({ x: 1 })],
    ['a critical claim', () => withHeader({ crit: ['exp'], exp: IAT }), () => withHeader({ exp: IAT })],
    ['an empty crit', () => withHeader({ crit: [] }), byRsa],
    ['a payload without encoding', () => withHeader({ crit: ['b64'], b64: false }), byRsa],
    ['a proof of possession', () => token({}, { typ: 'dpop+jwt' }), () => token({}, { typ: 'at+jwt' })],
    ['a logout token', () => token({}, { typ: 'logout+jwt' }), () => token({}, { typ: 'jwt' })],
    [
      'a typ that is no string',
      () => withHeader({ typ: 1 }),
      () => withHeader({ typ: 'application/AT+JWT' }),
    ],
    ['above 16 KiB', () => token({ x: 'x'.repeat(12_500) }), () => token({ x: 'x'.repeat(11_500) })],
  ],
  'its letters, RFC 6750 §2.1': [
    ['another scheme behind it', async () => `${await token()}, Basic YWJj`, good],
    ['another token behind it', async () => `${await token()}, Bearer ${await token()}`, good],
    ['a word behind it', async () => `${await token()} abc`, good],
    ['a space before it', async () => ` ${await token()}`, good],
    ['a tab behind it', async () => `${await token()}\t`, good],
    ['padding', async () => `${await token()}=`, good],
    ['padding within', async () => (await token()).replace('.', '=.'), good],
    ['padding alone', () => '==', good],
    ['quotes', async () => `"${await token()}"`, good],
    ['a letter of base64', async () => `${await token()}+`, good],
    ['a letter beyond ASCII', async () => `${await token()}ä`, good],
    ['a letter that is wide', async () => `${await token()}Ａ`, good],
    ['nothing at all', () => '', good],
  ],
  'its times, RFC 7519 §4.1': [
    ['no exp', () => token({ exp: undefined }), good],
    ['no iat', () => token({ iat: undefined }), good],
    ['exp as a string', () => token({ exp: String(IAT + 600) }), good],
    ['iat as a string', () => token({ iat: String(IAT) }), good],
    ['nbf as a string', () => token({ nbf: String(IAT) }), () => token({ nbf: IAT })],
    ['exp as null', () => token({ exp: null }), good],
    [
      'exp without end',
      () => edited(/"exp":\d+/, '"exp":1e999'),
      () => edited(/"exp":\d+/, `"exp":${IAT + 1}.5`),
    ],
    [
      'iat before all time',
      () => edited(/"iat":\d+/, '"iat":-1e999'),
      () => edited(/"iat":\d+/, `"iat":${IAT}.0`),
    ],
    ['over for 30 s', () => token({ exp: IAT - 30 }), () => token({ exp: IAT - 29 })],
    ['not for another 31 s', () => token({ nbf: IAT + 31 }), () => token({ nbf: IAT + 30 })],
    ['issued in 31 s', () => token({ iat: IAT + 31 }), () => token({ iat: IAT + 30 })],
    ['a life of over a day', () => token({ exp: IAT + DAY + 1 }), () => token({ exp: IAT + DAY })],
    [
      'a life of a day that began earlier',
      () => token({ iat: IAT - DAY - 31 }),
      () => token({ iat: IAT - DAY / 2 }),
    ],
  ],
  'its subject': [
    ['missing', () => token({ sub: undefined }), good],
    ['empty', () => token({ sub: '' }), () => token({ sub: ' ' })],
    ['too long', () => token({ sub: 'x'.repeat(1025) }), () => token({ sub: 'x'.repeat(1024) })],
    ['a number', () => token({ sub: 1 }), () => token({ sub: '1' })],
    ['an array', () => token({ sub: ['alice'] }), good],
    ['an object', () => token({ sub: {} }), good],
    ['null', () => token({ sub: null }), good],
  ],
};

const invalidToken = expect.objectContaining({ code: 'invalid_token' }) as Error;

describe.each(Object.entries(twins))('a token is refused for %s:', (_, cases) => {
  it.each(cases)('%s', async (_name, refused, accepted) => {
    await expect(verify(await accepted())).resolves.toHaveLength(1);
    await expect(verify(await refused())).rejects.toThrow(invalidToken);
  });
});

it.each(['RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
  'a token signed by %s is accepted',
  async (alg) => {
    const key = await createSigningKey(alg, alg);
    const jwksFile = join(folder, alg);
    await writeFile(jwksFile, JSON.stringify({ keys: [key.jwk] }));
    const entry = { name: 'platform', issuer: ISSUER, audience: AUDIENCE, jwksFile, tenants: '/tenants' };
    expect(await new TokenVerifier([entry]).verify(await token({}, {}, key), NOW)).toHaveLength(1);
  },
);

it('a token that differs in one character is refused', async () => {
  const accepted = await token();
  const last = accepted.length - 1; // some bits of the last character encode no byte
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'.split('');
  await fc.assert(
    fc.asyncProperty(fc.nat(last - 1), fc.constantFrom(...alphabet), async (index, character) => {
      fc.pre(accepted[index] !== character);
      const altered = accepted.slice(0, index) + character + accepted.slice(index + 1);
      await expect(verify(altered)).rejects.toThrow(invalidToken);
    }),
  );
  await expect(verify(accepted)).resolves.toHaveLength(1);
});
