import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IssuerEntry } from '#tenant-file';
import { createSigningKey, type SigningKey } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { KeySet } from './key-set.js';
import { keySourceOf } from './key-source.js';
import type { Keys } from './parse-keys.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const unavailable = expect.objectContaining({ code: 'issuer_unavailable' }) as Error;
let first: SigningKey, second: SigningKey;
beforeAll(async () => {
  [first, second] = await Promise.all([createSigningKey('first'), createSigningKey('second')]);
});

const sourceOf = (entry: Partial<IssuerEntry>) => keySourceOf({ issuer: 'urn:x', ...entry } as IssuerEntry);
const jwks = (...keys: SigningKey[]) => ({ keys: keys.map(({ jwk }) => jwk) });
/** Creates a key set that holds the same key under `count` names. */
const setOfMany = (count: number) => ({
  keys: Array.from({ length: count }, (_, i) => ({ ...first.jwk, kid: `${i}` })),
});
const kids = async (keys: Keys | undefined) => {
  const found = await Promise.all(
    [first, second].map(async ({ kid, alg }) => (await keys!({ alg, kid }).catch(() => undefined)) && kid),
  );
  return found.filter((kid) => kid !== undefined);
};

describe('the keys of a URL', () => {
  let server: JwksServer;
  let set: KeySet;
  let reports: Error[];
  beforeEach(async () => {
    server = await JwksServer.start();
    server.publish('/jwks', jwks(first));
    set = setOf();
  });
  afterEach(() => server[Symbol.asyncDispose]());

  function setOf(timeout = 2_000): KeySet {
    const source = sourceOf({ jwksUri: `${server.url}/jwks` });
    reports = [];
    return new KeySet({ ...source, freshness: { ...source.freshness, timeout } }, (failure) =>
      reports.push(failure),
    );
  }
  const fetches = () => server.requests.length;
  const fails = () => server.publish('/jwks', (_, response) => response.writeHead(500).end());
  const hangs = () => server.publish('/jwks', () => {});
  /** Waits until the background work is done. */
  const settled = (count: number) =>
    expect
      .poll(fetches)
      .toBe(count)
      .then(() => new Promise(setImmediate));

  it('are fetched once for all who wait', async () => {
    expect(set.current(NOW)).toBeUndefined();
    const all = await Promise.all(Array.from({ length: 50 }, () => set.get(NOW)));
    expect(new Set(all).size).toBe(1);
    expect(await kids(all[0])).toEqual(['first']);
    expect(fetches()).toBe(1);
  });

  it('are fetched again behind the requests after 30 s, and no one waits', async () => {
    const keys = await set.get(NOW);
    expect(set.current(NOW + 29_999)).toBe(keys);
    expect(fetches()).toBe(1);
    expect(set.current(NOW + 30_000)).toBe(keys);
    await settled(2);
    expect(set.current(NOW + 89_999)).toBe(keys);
  });

  it('are another object only where they have changed', async () => {
    const keys = await set.get(NOW);
    expect(await set.get(NOW + 60_000)).toBe(keys);
    server.publish('/jwks', jwks(second));
    expect(await set.get(NOW + 120_000)).not.toBe(keys);
  });

  it('lose a removed key within 60 s, also where no one called in the meantime', async () => {
    const keys = await set.get(NOW);
    server.publish('/jwks', jwks(second));
    expect(set.current(NOW + 59_999)).toBe(keys);
    expect(set.current(NOW + 60_000)).toBeUndefined();
    expect(await kids(await set.get(NOW + 60_000))).toEqual(['second']);
  });

  it('are fetched again where the clock was set back', async () => {
    await set.get(NOW);
    server.publish('/jwks', jwks(second));
    expect(await kids(await set.get(NOW - 3_600_000))).toEqual(['second']);
  });

  describe('when a token names another key', () => {
    it('are looked for at once, and a new key works', async () => {
      const keys = await set.get(NOW);
      server.publish('/jwks', jwks(first, second));
      expect(await kids(await set.newerThan(keys, NOW + 1))).toEqual(['first', 'second']);
    });

    it('are looked for once in 5 s, whatever tokens name', async () => {
      const keys = await set.get(NOW);
      for (let ms = 1; ms <= 10_000; ms += 10) expect(await set.newerThan(keys, NOW + ms)).toBeUndefined();
      expect(fetches()).toBe(3);
      const many = Array.from({ length: 100 }, () => set.newerThan(keys, NOW + 10_001));
      expect(new Set(await Promise.all(many))).toEqual(new Set([undefined]));
      expect(fetches()).toBe(4);
    });

    it('are not looked for by the request that has just fetched them', async () => {
      expect(await set.newerThan(await set.get(NOW), NOW)).toBeUndefined();
      expect(fetches()).toBe(1);
    });

    it('say that it is unknown if the issuer fails', async () => {
      const keys = await set.get(NOW);
      fails();
      await expect(set.newerThan(keys, NOW + 1)).rejects.toThrow(unavailable);
      await expect(set.newerThan(keys, NOW + 2)).rejects.toThrow(unavailable);
      expect(fetches()).toBe(2);
    });
  });

  describe('while the issuer fails', () => {
    it('serve on for ten minutes, and no one waits', async () => {
      const keys = await set.get(NOW);
      fails();
      for (let age = 30_000; age < 600_000; age += 10_000) {
        expect(await set.get(NOW + age), `${age}`).toBe(keys);
      }
      expect(set.current(NOW + 599_999)).toBe(keys);
      await expect(set.get(NOW + 600_000)).rejects.toThrow(unavailable);
    });

    it('serve on where the issuer is only slow, after one shared wait', async () => {
      set = setOf(50);
      const keys = await set.get(NOW);
      hangs();
      const started = performance.now();
      expect(await Promise.all([set.get(NOW + 60_000), set.get(NOW + 60_001)])).toEqual([keys, keys]);
      expect(set.current(NOW + 60_002)).toBe(keys);
      expect(performance.now() - started).toBeLessThan(1_000);
      expect(fetches()).toBe(2);
    });

    it('that never had any: refused at once after the first attempt, tried again after a second', async () => {
      set = setOf(50);
      hangs();
      await expect(set.get(NOW)).rejects.toThrow(unavailable);
      await expect(set.get(NOW + 999)).rejects.toThrow(unavailable);
      expect(fetches()).toBe(1);
      server.publish('/jwks', jwks(first));
      expect(await kids(await set.get(NOW + 1_000))).toEqual(['first']);
    });

    it.each(['{', '[]', '{}', '{"keys":{}}', '{"keys":[1]}', 'null', '<html>'])(
      'by publishing %j: the old ones stay',
      async (body) => {
        const keys = await set.get(NOW);
        server.publish('/jwks', (_, response) => response.end(body));
        expect(await set.get(NOW + 60_000)).toBe(keys);
        await expect(setOf().get(NOW)).rejects.toThrow(unavailable);
      },
    );

    it('by publishing more than 100 keys: the old ones stay, and it is reported', async () => {
      server.publish('/jwks', setOfMany(100));
      const keys = await set.get(NOW);
      server.publish('/jwks', setOfMany(101));
      expect(await set.get(NOW + 60_000)).toBe(keys);
      expect(reports.map(({ message }) => message)).toEqual([
        'The key set can’t be read: it has 101 keys, and at most 100 are allowed',
      ]);
      await expect(setOf().get(NOW)).rejects.toThrow(unavailable);
    });

    it('are reported once for each outage', async () => {
      const keys = await set.get(NOW);
      fails();
      for (const ms of [1, 6_000, 12_000]) {
        await expect(set.newerThan(keys, NOW + ms)).rejects.toThrow(unavailable);
      }
      expect(fetches()).toBe(4);
      expect(reports).toHaveLength(1);
      expect(reports[0]!.message).toBe('The key set can’t be read: status 500');
      server.publish('/jwks', jwks(first));
      expect(await set.newerThan(keys, NOW + 20_000)).toBeUndefined();
      fails();
      await expect(set.newerThan(keys, NOW + 26_000)).rejects.toThrow(unavailable);
      expect(reports).toHaveLength(2);
    });

    it('are reported with the reason where no one answers', async () => {
      await set.get(NOW);
      await server[Symbol.asyncDispose]();
      await set.get(NOW + 60_000);
      expect(reports.map(({ message }) => message)).toEqual([expect.stringMatching(/fetch failed: .*ECONN/)]);
    });
  });

  it('may become none: then no key serves', async () => {
    await set.get(NOW);
    server.publish('/jwks', { keys: [] });
    expect(await kids(await set.get(NOW + 60_000))).toEqual([]);
  });
});

describe('the keys of a file', () => {
  let folder: string, file: string, set: KeySet;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'keys-'));
    file = join(folder, 'jwks.json');
    await publish(first);
    set = new KeySet(sourceOf({ jwksFile: file }));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Replaces the file by rename, which is how a ConfigMap is updated. */
  async function publish(...keys: SigningKey[]): Promise<void> {
    await writeFile(`${file}.new`, JSON.stringify(jwks(...keys)));
    await rename(`${file}.new`, file);
  }

  it('follow the file within a second', async () => {
    const keys = await set.get(NOW);
    await publish(second);
    expect(set.current(NOW + 499)).toBe(keys);
    expect(await kids(await set.get(NOW + 1_000))).toEqual(['second']);
  });

  it('are the same object while the file is the same', async () => {
    const keys = await set.get(NOW);
    await publish(first);
    expect(await set.get(NOW + 1_000)).toBe(keys);
  });

  it('have a new key at once where a token names it', async () => {
    const keys = await set.get(NOW);
    await publish(first, second);
    expect(await kids(await set.newerThan(keys, NOW + 1))).toEqual(['first', 'second']);
  });

  it('outlive the file for ten minutes, also one that was half written', async () => {
    const keys = await set.get(NOW);
    await rm(file);
    expect(await set.get(NOW + 1_000)).toBe(keys);
    await writeFile(file, '{"keys":[');
    expect(await set.get(NOW + 599_999)).toBe(keys);
    await expect(set.get(NOW + 700_000)).rejects.toThrow(unavailable);
    await publish(second);
    expect(await kids(await set.get(NOW + 701_000))).toEqual(['second']);
  });
});

it('a request that shares a failed attempt starts no other, so that the next request does', async () => {
  const reads = [jwks(first), undefined];
  const { freshness } = sourceOf({ jwksFile: 'unused' });
  const set = new KeySet({ id: 'file:x', freshness, read: async () => JSON.stringify(reads.shift()) });
  const keys = await set.get(NOW);
  expect(set.current(NOW + 999)).toBe(keys);
  reads.push(jwks(second));
  await expect(set.get(NOW + 700_000)).rejects.toThrow(unavailable);
  expect(reads).toHaveLength(1);
  expect(await kids(await set.get(NOW + 701_000))).toEqual(['second']);
});
