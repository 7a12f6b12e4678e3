import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IssuerEntry } from '#tenant-file';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { TokenVerifier } from './token-verifier.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const AUDIENCE = 'tenant-presign/team-a';
const invalidToken = expect.objectContaining({ code: 'invalid_token' }) as Error;
const unavailable = expect.objectContaining({ code: 'issuer_unavailable' }) as Error;

let server: JwksServer, issuer: TestIssuer, verifier: TokenVerifier;
beforeEach(async () => {
  server = await JwksServer.start();
  issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE, clock: () => NOW });
  server.publishProvider(issuer.jwks);
  verifier = new TokenVerifier([entryOf()]);
});
afterEach(() => server[Symbol.asyncDispose]());

const discovered = (change: Partial<IssuerEntry> = {}): IssuerEntry => ({
  name: 'platform',
  issuer: server.url,
  audience: AUDIENCE,
  tenants: '/tenants',
  ...change,
});
const entryOf = (change: Partial<IssuerEntry> = {}): IssuerEntry =>
  discovered({ jwksUri: `${server.url}/jwks`, ...change });
const verify = async (token: string, now = NOW) => verifier.verify(token, now);
const fetches = (path = '/jwks') => server.requests.filter((request) => request === path).length;

describe('a caller', () => {
  it('is who the token says', async () => {
    const [caller] = await verify(await issuer.token({ sub: 'alice', tenants: ['team-a', 'team-b'] }));
    expect(caller).toMatchObject({ issuer: 'platform', subject: 'alice', claims: { iss: server.url } });
    expect([...caller!.tenants]).toEqual(['team-a', 'team-b']);
  });

  it('is a pod by its projected token', async () => {
    verifier = new TokenVerifier([discovered({ tenants: '/kubernetes.io/namespace' })]);
    const token = await issuer.serviceAccountToken({ namespace: 'team-a', serviceAccount: 'web' });
    const [caller] = await verify(token);
    expect(caller!.subject).toBe('system:serviceaccount:team-a:web');
    expect([...caller!.tenants]).toEqual(['team-a']);
  });

  it.each([
    ['a string', 'team-a', ['team-a']],
    ['an array', ['team-a', 'team-b'], ['team-a', 'team-b']],
    ['an array of other things too', [1, null, {}, ['team-c'], 'team-a'], ['team-a']],
    ['a number', 42, []],
    ['true', true, []],
    ['an object', { 'team-a': 'team-a' }, []],
    ['an array of objects', [{ id: 'team-a' }], []],
    ['null', null, []],
    ['missing', undefined, []],
  ])('speaks for the tenants that the claim names: %s', async (_, tenants, expected) => {
    const [caller] = await verify(await issuer.token({ tenants }));
    expect([...caller!.tenants]).toEqual(expected);
  });

  it('speaks for no other tenant, whatever the claim is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (tenants) => {
        const [caller] = await verify(await issuer.token({ tenants }));
        const named: unknown[] = Array.isArray(tenants) ? tenants : [tenants];
        for (const tenant of caller!.tenants) expect(named).toContain(tenant);
      }),
    );
  });
});

describe('a verified token', () => {
  it('is remembered for a minute: the answer is there at once', async () => {
    const token = await issuer.token();
    const callers = await verify(token);
    expect(verifier.verify(token, NOW + 29_999)).toBe(callers);
    await verify(token, NOW + 30_000); // reloads the keys
    expect(verifier.verify(token, NOW + 59_999)).toBe(callers);
    expect(verifier.verify(token, NOW + 60_000)).toBeInstanceOf(Promise);
  });

  it('is not remembered where the clock was set back', async () => {
    const token = await issuer.token();
    await verify(token);
    expect(verifier.verify(token, NOW - 1)).toBeInstanceOf(Promise);
  });

  it('is refused when it is over, tolerance included', async () => {
    const token = await issuer.token({ exp: NOW / 1000 + 10 });
    await verify(token);
    await expect(verify(token, NOW + 39_999)).resolves.toHaveLength(1);
    await expect(verify(token, NOW + 40_000)).rejects.toThrow(invalidToken);
  });

  it('is refused when its key has been rotated away', async () => {
    const token = await issuer.token();
    const callers = await verify(token);
    await issuer.rotate({ keep: false });
    server.publishProvider(issuer.jwks);
    expect(verifier.verify(token, NOW + 29_000)).toBe(callers);
    await verify(token, NOW + 30_000); // reloads the keys in the background
    await expect
      .poll(() => verify(token, NOW + 31_000).catch((error: unknown) => error))
      .toEqual(invalidToken);
    await expect(verify(await issuer.token(), NOW + 31_000)).resolves.toHaveLength(1);
  });

  it('is one of 10,000 at most, and takes a part of 12 MiB by its values', async () => {
    const padding = Array.from({ length: 900 }, () => 0);
    const first = await issuer.token({ padding });
    await verify(first);
    expect(verifier.verify(first, NOW)).not.toBeInstanceOf(Promise);
    for (let i = 0; i < 90; i++) await verify(await issuer.token({ i, padding }));
    expect(verifier.verify(first, NOW)).not.toBeInstanceOf(Promise);
    for (let i = 0; i < 120; i++) await verify(await issuer.token({ i: -i, padding }));
    expect(verifier.verify(first, NOW)).toBeInstanceOf(Promise);
  });
});

describe('a token that is being verified', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('is verified once for all who bring it in the meantime', async () => {
    const verifying = vi.spyOn(crypto.subtle, 'verify');
    const token = await issuer.token();
    const callers = await Promise.all(Array.from({ length: 10 }, () => verify(token)));
    expect(new Set(callers).size).toBe(1);
    expect(verifying).toHaveBeenCalledTimes(1);
    const bad = `${token.slice(0, -4)}AAAA`;
    const refusals = await Promise.allSettled(Array.from({ length: 10 }, () => verify(bad)));
    expect(refusals).toEqual(refusals.map(() => ({ status: 'rejected', reason: invalidToken })));
    expect(verifying).toHaveBeenCalledTimes(2);
    await expect(verify(bad)).rejects.toThrow(invalidToken);
    expect(verifying).toHaveBeenCalledTimes(3);
  });

  it('counts for none who comes when it is over', async () => {
    const token = await issuer.token({ exp: NOW / 1000 + 10 });
    const [first, late] = [verify(token), verify(token, NOW + 40_000)];
    await expect(late).rejects.toThrow(invalidToken);
    expect(await first).toHaveLength(1);
  });

  it('counts for none whose clock was set back in the meantime', async () => {
    const token = await issuer.token();
    const [first, early] = [verify(token), verify(token, NOW - 1)];
    expect(await early).not.toBe(await first);
  });
});

describe('a key that was rotated in', () => {
  it('works at once, also for a token without a kid', async () => {
    await verify(await issuer.token());
    await issuer.rotate({ keep: false });
    server.publishProvider(issuer.jwks);
    await expect(verify(await issuer.token(), NOW + 1)).resolves.toHaveLength(1);
    await issuer.rotate({ keep: false });
    server.publishProvider(issuer.jwks);
    await expect(verify(await issuer.token({}, { kid: undefined }), NOW + 5_001)).resolves.toHaveLength(1);
  });

  it('works beside the old one, with and without a kid', async () => {
    const old = [await issuer.token(), await issuer.token({}, { kid: undefined })];
    await issuer.rotate();
    server.publishProvider(issuer.jwks);
    for (const token of [...old, await issuer.token(), await issuer.token({}, { kid: undefined })]) {
      await expect(verify(token)).resolves.toHaveLength(1);
    }
  });

  it('can’t be used to hammer the issuer', async () => {
    await verify(await issuer.token());
    for (let i = 0; i < 50; i++) {
      await expect(verify(await issuer.token({}, { kid: `garbage-${i}` }), NOW + i)).rejects.toThrow(
        invalidToken,
      );
    }
    expect(fetches()).toBe(2);
  });
});

/** Returns entry and tenant of each caller that a token for an audience yields. */
const names = async (aud: unknown) => {
  const callers = await verify(await issuer.token({ aud, azp: 'by-azp', tenants: 'by-tenants' }));
  return callers.map(({ issuer: name, tenants }) => [name, ...tenants]);
};

describe('an issuer', () => {
  it('that can’t be reached is not the token’s fault', async () => {
    server.publish('/jwks', (_, response) => response.writeHead(500).end());
    await expect(verify(await issuer.token())).rejects.toThrow(unavailable);
    await expect(verify(await issuer.token({ aud: 'x' }))).rejects.toThrow(invalidToken);
    await expect(verify(await issuer.token({ iss: 'x' }))).rejects.toThrow(invalidToken);
    server.publishProvider(issuer.jwks);
    await expect(verify(await issuer.token(), NOW + 1_000)).resolves.toHaveLength(1);
  });

  it('is reported with the source of its keys', async () => {
    const reports: string[] = [];
    server.publish('/jwks', (_, response) => response.writeHead(500).end());
    verifier = new TokenVerifier([entryOf()], (source) => reports.push(source));
    await expect(verify(await issuer.token())).rejects.toThrow(unavailable);
    expect(reports).toEqual([`jwks:${server.url}/jwks`]);
  });

  it('that fails takes nothing from another', async () => {
    await using other = await JwksServer.start();
    const down = await TestIssuer.create({ issuer: other.url, audience: AUDIENCE, clock: () => NOW });
    verifier = new TokenVerifier([discovered({ name: 'down', issuer: other.url }), entryOf()]);
    await expect(verify(await down.token())).rejects.toThrow(unavailable);
    await expect(verify(await issuer.token())).resolves.toHaveLength(1);
  });

  it('may stand in several entries: those with an audience of the token count, in the file’s order', async () => {
    verifier = new TokenVerifier([
      entryOf({ name: 'a', audience: 'a' }),
      entryOf({ name: 'b', audience: 'b', tenants: '/azp' }),
      entryOf({ name: 'b-too', audience: 'b' }),
    ]);
    expect(await names('a')).toEqual([['a', 'by-tenants']]);
    expect(await names(['b'])).toEqual([
      ['b', 'by-azp'],
      ['b-too', 'by-tenants'],
    ]);
    expect(await names(['c', 'b', 'a'])).toHaveLength(3);
    await expect(names('c')).rejects.toThrow(invalidToken);
    expect(fetches()).toBe(1);
  });

  it('of two hundred entries verifies a token once, whatever audiences it names', async () => {
    const audiences = Array.from({ length: 200 }, (_, i) => `audience-${i}`);
    verifier = new TokenVerifier(audiences.map((audience) => entryOf({ name: audience, audience })));
    const verifying = vi.spyOn(crypto.subtle, 'verify');
    const token = await issuer.token({ aud: audiences.toReversed() });
    await expect(verify(`${token.slice(0, -4)}AAAA`)).rejects.toThrow(invalidToken);
    expect(verifying).toHaveBeenCalledTimes(1);
    const callers = await verify(token);
    expect(callers.map(({ issuer: name }) => name)).toEqual(audiences);
    expect(new Set(callers.map(({ issuerId }) => issuerId)).size).toBe(200);
    expect(verifying).toHaveBeenCalledTimes(2);
    vi.restoreAllMocks();
  });

  it('may stand in several entries with other keys: the one that verifies counts', async () => {
    const other = await TestIssuer.create(issuer.options);
    server.publish('/other', other.jwks);
    server.publish('/down', (_, response) => response.writeHead(500).end());
    verifier = new TokenVerifier([entryOf({ name: 'x', jwksUri: `${server.url}/other` }), entryOf()]);
    expect(await verify(await issuer.token())).toMatchObject([{ issuer: 'platform' }]);
    expect(await verify(await other.token())).toMatchObject([{ issuer: 'x' }]);
    verifier = new TokenVerifier([entryOf({ name: 'x', jwksUri: `${server.url}/down` }), entryOf()]);
    expect(await verify(await issuer.token())).toMatchObject([{ issuer: 'platform' }]);
    await expect(verify(await other.token())).rejects.toThrow(unavailable);
  });
});

describe('a changed tenant file', () => {
  it('ends the trust in an issuer, remembered tokens included, and begins it in another', async () => {
    const token = await issuer.token();
    await verify(token);
    verifier.trust([entryOf({ audience: 'another' })]);
    await expect(verify(token)).rejects.toThrow(invalidToken);
    await expect(verify(await issuer.token({ aud: 'another' }))).resolves.toHaveLength(1);
  });

  it('does not fetch keys anew that are there', async () => {
    await verify(await issuer.token());
    verifier.trust([entryOf({ name: 'renamed' })]);
    expect(await verify(await issuer.token())).toMatchObject([{ issuer: 'renamed' }]);
    expect(fetches()).toBe(1);
  });

  it('with the same entries changes nothing', async () => {
    const entry = entryOf();
    verifier = new TokenVerifier([entry]);
    const token = await issuer.token();
    const callers = await verify(token);
    verifier.trust([entry]);
    expect(verifier.verify(token, NOW)).toBe(callers);
  });

  it('of other issuers leaves a token remembered', async () => {
    const entry = entryOf();
    const other = entryOf({ name: 'other', audience: 'another' });
    verifier = new TokenVerifier([entry, other]);
    const [token, ofOther] = [await issuer.token(), await issuer.token({ aud: 'another' })];
    const [callers] = [await verify(token), await verify(ofOther)];
    verifier.trust([
      entryOf({ name: 'new', audience: 'new' }),
      entry,
      entryOf({ name: 'other', audience: 'another', tenants: '/azp' }),
    ]);
    expect(verifier.verify(token, NOW)).toBe(callers);
    expect(verifier.verify(ofOther, NOW)).toBeInstanceOf(Promise);
    verifier.trust([entry]);
    expect(verifier.verify(token, NOW)).toBe(callers);
    await expect(verify(ofOther)).rejects.toThrow(invalidToken);
  });

  it('that adds an entry which a token names makes it speak by both', async () => {
    const entry = entryOf();
    verifier = new TokenVerifier([entry]);
    const token = await issuer.token();
    await verify(token);
    const second = entryOf({ name: 'second' });
    verifier.trust([entry, second]);
    expect(await verify(token)).toMatchObject([{ issuer: 'platform' }, { issuer: 'second' }]);
    verifier.trust([second, entry]);
    expect(await verify(token)).toMatchObject([{ issuer: 'second' }, { issuer: 'platform' }]);
    verifier.trust([entry]);
    expect(await verify(token)).toMatchObject([{ issuer: 'platform' }]);
  });

  it('does not let a verification that began before it be remembered', async () => {
    const token = await issuer.token();
    const pending = verify(token);
    verifier.trust([entryOf({ name: 'renamed' })]);
    const after = verify(token);
    expect(await pending).toMatchObject([{ issuer: 'platform' }]);
    expect(await after).toMatchObject([{ issuer: 'renamed' }]);
    expect(await verify(token)).toMatchObject([{ issuer: 'renamed' }]);
  });
});
