import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, RequestListener } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IssuerEntry } from '#tenant-file';
import { createSigningKey, type SigningKey } from '../../../../../test/support/fakes/issuer.js';
import { KeySet } from './key-set.js';
import { keySourceOf } from './key-source.js';
import { API_SERVER, readKubernetesKeys, type ApiServerAccess } from './kubernetes-keys.js';

const PATH = '/openid/v1/jwks';
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.first.signature';
const NOW = Date.parse('2026-11-28T12:00:00Z');

let folder: string;
let access: ApiServerAccess;
let server: Server;
let asked: { readonly url: string; readonly headers: IncomingHttpHeaders }[];
let answer: RequestListener;
let key: SigningKey;

/** Creates a key and a self-signed certificate for a name, in the files `NAME.key` and `NAME.crt`. */
function certify(name: string, subject: string): void {
  const options =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=test'.split(' ');
  const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)];
  const names = ['-addext', `subjectAltName=${subject}`];
  execFileSync('openssl', [...options, ...names, ...files], { stdio: 'ignore' });
}
const file = (name: string) => readFileSync(join(folder, name));
const tls = (name: string) => ({ key: file(`${name}.key`), cert: file(`${name}.crt`) });
const jwks = (...keys: SigningKey[]) => JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
const say =
  (status: number, body: string | Uint8Array = '', headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);
const read = (change: Partial<ApiServerAccess> = {}, timeout = 2_000) =>
  readKubernetesKeys({ ...access, ...change }, AbortSignal.timeout(timeout));

const entryOf = (more: Partial<IssuerEntry> = {}) =>
  ({ name: 'cluster', keys: 'kubernetes', tenants: '/kubernetes.io/namespace', ...more }) as IssuerEntry;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kubernetes-keys-'));
  for (const name of ['cluster', 'other']) certify(name, 'IP:127.0.0.1');
  key = await createSigningKey('first');
});
afterAll(() => rmSync(folder, { recursive: true }));

beforeEach(async () => {
  asked = [];
  answer = say(200, jwks(key), { 'content-type': 'application/jwk-set+json' });
  server = createServer(tls('cluster'), (request, response) => {
    asked.push({ url: request.url!, headers: request.headers });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  access = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`,
    authority: join(folder, 'ca.crt'),
    token: join(folder, 'token'),
  };
  writeFileSync(access.authority, file('cluster.crt'));
  writeFileSync(access.token, TOKEN);
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

describe('keys of the cluster’s API server', () => {
  it('are read with the pod’s token, as the media type that Kubernetes has', async () => {
    expect(await read()).toBe(jwks(key));
    expect(asked).toMatchObject([
      { url: PATH, headers: { authorization: `Bearer ${TOKEN}`, accept: 'application/jwk-set+json' } },
    ]);
  });

  it('are read with the token of now, after kubelet has replaced it', async () => {
    await read();
    writeFileSync(access.token, 'second\n');
    await read();
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, 'Bearer second']);
  });

  it('are read by the authority of now, after the cluster’s was rotated', async () => {
    await read();
    server.setSecureContext(tls('other'));
    await expect(read()).rejects.toThrow();
    expect(asked).toHaveLength(1);
    writeFileSync(access.authority, Buffer.concat([file('cluster.crt'), file('other.crt')]));
    expect(await read()).toBe(jwks(key));
  });

  it('are not asked of a server with another authority’s certificate, which gets no token', async () => {
    writeFileSync(access.authority, file('other.crt'));
    await expect(read()).rejects.toThrow(/certificate/);
    expect(asked).toEqual([]);
  });

  it('are not asked of a server with a certificate for another name, which gets no token', async () => {
    await expect(read({ url: access.url.replace('127.0.0.1', 'localhost') })).rejects.toThrow(/altnames/);
    expect(asked).toEqual([]);
  });

  it.each([301, 302, 303, 307, 308])('are not followed to where a %i points', async (status) => {
    answer = say(status, '', { location: access.url.replace(PATH, '/elsewhere') });
    await expect(read()).rejects.toThrow(`answered ${status}`);
    expect(asked.map(({ url }) => url)).toEqual([PATH]);
  });

  it.each([
    [201, /answered 201$/],
    [204, /answered 204$/],
    [401, /answered 401; the pod’s token is not valid/],
    [403, /answered 403; bind the ClusterRole system:service-account-issuer-discovery/],
    [404, /answered 404$/],
    [500, /answered 500$/],
  ])('are not read from a %i, and the error has no token', async (status, says) => {
    answer = say(status, status === 204 ? '' : jwks(key));
    const error = (await read().catch((each: unknown) => each)) as Error;
    expect(error.message).toMatch(says);
    expect(`${error.stack} ${JSON.stringify(error)}`).not.toContain(TOKEN);
  });

  it.each(['two\nlines', 'nul\0', 'ümlaut ✓'])(
    'are not asked with a token that is none: %j',
    async (token) => {
      writeFileSync(access.token, token);
      const error = (await read().catch((each: unknown) => each)) as Error;
      expect(error).toBeInstanceOf(Error);
      expect(error.message).not.toContain(token);
      expect(asked).toEqual([]);
    },
  );

  it('have at most 256 KiB', async () => {
    answer = say(200, 'x'.repeat(256 * 1024));
    expect(await read()).toHaveLength(256 * 1024);
    answer = say(200, 'x'.repeat(256 * 1024 + 1));
    await expect(read()).rejects.toThrow('more than');
  });

  it('are not waited for beyond the limit: neither for the head nor, drop by drop, for the body', async () => {
    answer = () => {};
    await expect(read({}, 100)).rejects.toThrow();
    answer = (_, response) => {
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    };
    await expect(read({}, 100)).rejects.toThrow();
  });

  it.each(['token', 'authority'] as const)('say which component is missing without the %s', async (name) => {
    const path = join(folder, 'none');
    await expect(read({ [name]: path })).rejects.toThrow(`${path} is missing; add component kubernetes-keys`);
    expect(asked).toEqual([]);
  });
});

describe('an issuer with keys: kubernetes', () => {
  it('has one source, whatever else the entry says: no tenant file leads the token elsewhere', () => {
    const sources = ['https://a.example', 'https://b.example'].map((issuer) =>
      keySourceOf(entryOf({ issuer, jwksUri: 'https://thief.example', jwksFile: '/jwks' })),
    );
    expect(sources.map(({ id }) => id)).toEqual(['kubernetes', 'kubernetes']);
    expect(API_SERVER).toEqual({
      url: 'https://kubernetes.default.svc/openid/v1/jwks',
      authority: '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt',
      token: '/var/run/secrets/kubernetes.io/serviceaccount/token',
    });
  });

  it('uses its keys as long as the API server says, and asks at once for a key that it doesn’t know', async () => {
    const added = await createSigningKey('second');
    answer = say(200, jwks(key), { 'cache-control': 'public, max-age=3600' });
    const set = new KeySet(keySourceOf(entryOf(), access));
    const keys = await set.get(NOW);
    expect(set.current(NOW + 1_799_999)).toBe(keys);
    expect(asked).toHaveLength(1);
    expect(await set.newerThan(keys, NOW + 10_000)).toBeUndefined();
    answer = say(200, jwks(key, added), { 'cache-control': 'public, max-age=3600' });
    const newer = await set.newerThan(keys, NOW + 20_000);
    await expect(newer!({ alg: added.alg, kid: added.kid })).resolves.toBeDefined();
    expect(asked).toHaveLength(3);
  });
});
