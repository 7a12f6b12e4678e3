import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IssuerEntry } from '#tenant-file';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { keySourceOf } from './key-source.js';

const KEYS = { keys: [] };
const DISCOVERY = '/.well-known/openid-configuration';

let server: JwksServer;
beforeEach(async () => void (server = await JwksServer.start()));
afterEach(() => server[Symbol.asyncDispose]());

const read = (entry: Partial<IssuerEntry>, timeout = 2_000) =>
  keySourceOf({ issuer: 'urn:x', ...entry } as IssuerEntry).read(AbortSignal.timeout(timeout));
const readJwks = (path = '/jwks', timeout?: number) => read({ jwksUri: `${server.url}${path}` }, timeout);
const answer =
  (status: number, headers: Record<string, string>, body: string | Uint8Array = ''): RequestListener =>
  (_, response) =>
    response.writeHead(status, headers).end(body);

/** Hosts that lead to this machine, in spellings that a URL may contain. */
const LOOPBACK =
  '127.0.0.1 127.0.0.1. 127.255.1.2 127.1 0x7f.1 2130706433 0177.0.0.1 0.0.0.0 0 [::1] [::] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::127.0.0.1] localhost LOCALHOST localhost. loc%61lhost idp.localhost localhost.localdomain ip6-localhost'.split(
    ' ',
  );
const LINK_LOCAL =
  '169.254.169.254 169.254.170.23 169.254.0.1 0xa9fea9fe 2852039166 [::ffff:169.254.169.254] [64:ff9b::a9fe:a9fe] [fe80::1] [febf::1] [fd00:ec2::254] [fd00:ec2::23] [fd20:ce::254] 100.100.100.200'.split(
    ' ',
  );
/** Hosts that look similar but lead elsewhere. */
const ELSEWHERE =
  '128.0.0.1 1.2.3.4 126.255.255.255 169.253.255.255 10.0.0.1 [::2:0:0] [fec0::1] [fd00:ec3::254] [2001:db8::1] localhost.idp.example notlocalhost 127.0.0.1.idp.example 169-254-169-254.idp.example'.split(
    ' ',
  );

/**
 * Reads keys by discovery through a stub of `fetch`. Returns the fetched URL or the error, and the number of requests
 * sent.
 */
async function readDiscovered(document: { issuer: string; jwks_uri: string }) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: URL) => {
    asked.push(url.href);
    return Promise.resolve(new Response(url.pathname === DISCOVERY ? JSON.stringify(document) : url.href));
  });
  const text = await read({ issuer: document.issuer }).catch((error: Error) => error.message);
  vi.unstubAllGlobals();
  return { text, asked: asked.length };
}

describe('keys by URL', () => {
  it('are read', async () => {
    server.publish('/jwks', KEYS);
    expect(JSON.parse(await readJwks())).toEqual(KEYS);
  });

  it.each([301, 302, 303, 307, 308])('are not read from where a %i points', async (status) => {
    server.publish('/elsewhere', KEYS);
    server.publish('/jwks', answer(status, { location: `${server.url}/elsewhere` }));
    await expect(readJwks()).rejects.toThrow();
    expect(server.requests).toEqual(['/jwks']);
    await expect(readJwks('/elsewhere')).resolves.toBe(JSON.stringify(KEYS));
  });

  it.each([201, 204, 400, 401, 404, 500, 503])('are not read from a %i', async (status) => {
    server.publish('/jwks', answer(status, {}, status === 204 ? '' : JSON.stringify(KEYS)));
    await expect(readJwks()).rejects.toThrow(`status ${status}`);
  });

  it('have at most 256 KiB, decompressed', async () => {
    server.publish('/fits', answer(200, {}, 'x'.repeat(256 * 1024)));
    server.publish('/large', answer(200, {}, 'x'.repeat(256 * 1024 + 1)));
    server.publish('/bomb', answer(200, { 'content-encoding': 'gzip' }, gzipSync('x'.repeat(10_000_000))));
    expect(await readJwks('/fits')).toHaveLength(256 * 1024);
    await expect(readJwks('/large')).rejects.toThrow('more than');
    await expect(readJwks('/bomb')).rejects.toThrow('more than');
  });

  it('are not waited for beyond the limit: neither for the head nor, drop by drop, for the body', async () => {
    server.publish('/silent', () => {});
    server.publish('/drops', (_, response) => {
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    });
    await expect(readJwks('/silent', 100)).rejects.toThrow();
    await expect(readJwks('/drops', 100)).rejects.toThrow();
  });

  it('need https, or http on loopback', async () => {
    const { port } = new URL(server.url);
    server.publish('/jwks', KEYS);
    await expect(read({ jwksUri: `http://localhost:${port}/jwks` })).resolves.toBeDefined();
    for (const address of [
      'http://idp.example/jwks',
      'http://127.0.0.1.idp.example/jwks',
      'http://localhost.idp.example/jwks',
      'http://0.0.0.0/jwks',
      'http://169.254.169.254/latest/meta-data',
      'ftp://127.0.0.1/jwks',
      'file:///etc/passwd',
      'data:application/json,{"keys":[]}',
    ]) {
      await expect(read({ jwksUri: address }), address).rejects.toThrow('must begin with https');
    }
  });
});

describe('keys by discovery', () => {
  it('are read from the jwks_uri', async () => {
    server.publishProvider(KEYS);
    expect(JSON.parse(await read({ issuer: server.url }))).toEqual(KEYS);
    expect(server.requests).toEqual([DISCOVERY, '/jwks']);
  });

  it('of an issuer with a path or a slash at its end: OpenID Connect Discovery 1.0 §4.1', async () => {
    const issuer = `${server.url}/realms/platform/`;
    const path = `/realms/platform${DISCOVERY}`;
    server.publish('/jwks', KEYS);
    server.publish(path, { issuer, jwks_uri: `${server.url}/jwks` });
    expect(JSON.parse(await read({ issuer }))).toEqual(KEYS);
  });

  it.each([
    ['another issuer', { issuer: 'https://idp.example' }],
    ['an issuer that differs by a slash', { issuer: 'SELF/' }],
    ['no issuer', { issuer: undefined }],
    ['no jwks_uri', { jwks_uri: undefined }],
    ['a jwks_uri that is none', { jwks_uri: 1 }],
    ['a relative jwks_uri', { jwks_uri: '/jwks' }],
    ['a jwks_uri over http', { jwks_uri: 'http://idp.example/jwks' }],
    ['a jwks_uri that is a file', { jwks_uri: 'file:///etc/passwd' }],
    ['a jwks_uri with a password', { jwks_uri: 'https://user:pass@idp.example/jwks' }],
  ])('are not read where the document has %s', async (_, change: object) => {
    const document = { issuer: server.url, jwks_uri: `${server.url}/jwks`, ...change };
    server.publish('/jwks', KEYS);
    server.publish(DISCOVERY, JSON.parse(JSON.stringify(document).replace('SELF', server.url)) as object);
    await expect(read({ issuer: server.url })).rejects.toThrow();
    expect(server.requests).toEqual([DISCOVERY]);
  });

  it.each(LOOPBACK)('of an issuer elsewhere are not read from this machine: %s', async (host) => {
    for (const scheme of ['https', 'http']) {
      const document = { issuer: 'https://idp.example', jwks_uri: `${scheme}://${host}:1/jwks` };
      expect(await readDiscovered(document)).toEqual({
        text: 'the jwks_uri is on loopback, and the issuer is not',
        asked: 1,
      });
    }
  });

  it.each(LINK_LOCAL)('are not read from a link-local address, wherever the issuer is: %s', async (host) => {
    for (const issuer of ['https://idp.example', 'http://127.0.0.1:9']) {
      const outcome = await readDiscovered({ issuer, jwks_uri: `https://${host}/jwks` });
      expect(outcome).toEqual({ text: 'the jwks_uri is a link-local address', asked: 1 });
    }
  });

  it.each(ELSEWHERE)('are read over https from elsewhere: %s', async (host) => {
    for (const issuer of ['https://idp.example', 'http://127.0.0.1:9']) {
      const outcome = await readDiscovered({ issuer, jwks_uri: `https://${host}/jwks` });
      expect(outcome).toEqual({ text: `https://${host}/jwks`, asked: 2 });
    }
  });

  it.each(['http://localhost:1', 'https://127.0.0.1', 'http://[::1]:1', 'https://idp.localhost'])(
    'of an issuer on this machine are read from it: %s',
    async (issuer) => {
      for (const jwks of ['http://127.0.0.1:2/jwks', 'http://localhost:2/jwks', 'https://[::1]/jwks']) {
        expect(await readDiscovered({ issuer, jwks_uri: jwks })).toEqual({ text: jwks, asked: 2 });
      }
    },
  );

  it.each(['null', '[]', '"x"', '{', ''])('are not read where the document is %j', async (body) => {
    server.publish(DISCOVERY, answer(200, {}, body));
    await expect(read({ issuer: server.url })).rejects.toThrow();
  });
});

describe('keys by file', () => {
  it('are read, and need no network', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'keys-'));
    await writeFile(join(folder, 'jwks.json'), JSON.stringify(KEYS));
    expect(JSON.parse(await read({ jwksFile: join(folder, 'jwks.json') }))).toEqual(KEYS);
    await expect(read({ jwksFile: join(folder, 'none.json') })).rejects.toThrow('ENOENT');
    await rm(folder, { recursive: true });
  });
});
