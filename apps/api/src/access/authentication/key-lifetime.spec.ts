import { describe, expect, it, test } from 'vitest';
import type { IssuerEntry } from '#tenant-file';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { freshnessFor, lifetimeOf } from './key-lifetime.js';
import { KeySet } from './key-set.js';
import { keySourceOf } from './key-source.js';

test.each([
  ['max-age=300', 300_000],
  ['public, max-age=3600, must-revalidate', 3_600_000],
  ['Max-Age="60"', 60_000],
  ['max-age=0', 0],
  ['no-store', undefined],
  ['no-cache, max-age=600', undefined],
  ['s-maxage=600', undefined],
  ['max-age=soon', undefined],
  ['max-age=-1', undefined],
  ['', undefined],
  [null, undefined],
])('%s', (header, lifetime) => {
  expect(lifetimeOf(header)).toBe(lifetime);
});

const USUAL = {
  staleAfter: 30,
  maxAge: 60_000,
  staleIfError: 600_000,
  retryAfter: 1,
  cooldown: 1,
  timeout: 1,
};

describe('keys', () => {
  it.each([
    [undefined, 60_000],
    [0, 60_000],
    [60_000, 60_000],
    [300_000, 300_000],
    [3_600_000, 3_600_000],
    [86_400_000, 3_600_000],
  ])('that may be used for %s ms are used for %i ms', (lifetime, maxAge) => {
    expect(freshnessFor(USUAL, lifetime)).toMatchObject({ maxAge, staleIfError: Math.max(600_000, maxAge) });
  });

  it('are fetched as seldom as the issuer lets it, and for an unknown key at once', async () => {
    await using server = await JwksServer.start();
    server.publish('/jwks', (_, response) =>
      response.writeHead(200, { 'cache-control': 'max-age=900' }).end('{"keys":[]}'),
    );
    const set = new KeySet(keySourceOf({ jwksUri: `${server.url}/jwks` } as IssuerEntry));
    const keys = await set.get(0);
    for (const now of [60_000, 200_000, 449_000]) expect(await set.get(now)).toBe(keys);
    expect(server.requests).toHaveLength(1);
    expect(await set.newerThan(keys, 450_000 - 1)).toBeUndefined();
    expect(server.requests).toHaveLength(2);
    await set.get(450_000 - 1 + 900_000);
    expect(server.requests).toHaveLength(3);
  });
});
