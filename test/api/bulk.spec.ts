import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished, vi } from 'vitest';
import type { ObjectDeletionsAnswer } from '../../apps/api/src/features/object-deletions/object-deletions.response.js';
import type { Problem } from '../../apps/api/src/platform/problems/problem.js';
import type { ApiClient } from '../support/clients/api-client.js';
import { MisbehavingProxy, type Behaviour } from '../support/fakes/misbehaving-proxy.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, target, tenantOf } from './support/tenants.js';

const COPIES = 1000;
const OBJECTS = 10_000;
/** Objects of one deletion, and also copies at a time: the most that the service allows a subject. */
const AT_ONCE = 1000;
const WORKERS = 8;
const keyPrefix = keyPrefixOf('bulk');
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);
/**
 * Returns the name of an object. The copies have the first numbers. The others don't exist, which makes no difference
 * to a deletion.
 */
const nameOf = (index: number) => `users/alice/${String(index).padStart(5, '0')} ü&<`;

let proxy: MisbehavingProxy, api: StartedApi, alice: ApiClient;
beforeAll(async () => {
  proxy = await MisbehavingProxy.start(target.endpoint);
  api = await StartedApi.start([tenantOf(firstOwner, 'team-a', { keyPrefix, endpoint: proxy.url })]);
  alice = await api.as('alice', 'team-a');
  await sdk.send(
    new PutObjectCommand({ Bucket: firstOwner.bucket, Key: `${keyPrefix}users/alice/source`, Body: 'x' }),
  );
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});

const ERROR = {
  status: 200,
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>InternalError</Code><Message>-</Message></Error>',
};
const UNAVAILABLE = {
  status: 503,
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>ServiceUnavailable</Code><Message>-</Message></Error>',
};

const DENIED = {
  status: 403,
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>-</Message></Error>',
};

/**
 * Returns a behaviour of the proxy that repeats the same fault for every attempt of a request. The number of the copied
 * object, or of a deletion's first object, chooses the fault.
 */
const faults =
  (every: number, kinds: readonly ('unavailable' | 'error' | 'cut' | 'lost')[]): Behaviour =>
  (next) =>
  async (request) => {
    const isCopy = request.method === 'PUT';
    const isDeletion = request.method === 'POST' && request.path.includes('delete');
    const number = /(\d{5})(?: |%20)/.exec(isCopy ? request.path : request.body)?.[1];
    if (!(isCopy || isDeletion) || number === undefined) return next(request);
    const turn = isCopy ? Number(number) : Number(number) / AT_ONCE;
    switch (turn % every < kinds.length ? kinds[turn % every] : undefined) {
      case 'unavailable':
        return UNAVAILABLE;
      case 'error':
        return ERROR;
      case 'cut':
        return 'cut';
      case 'lost': // carries out the request, but loses the answer
        await next(request);
        return 'cut';
      default:
        return next(request);
    }
  };

/** Returns the keys that exist and begin so. */
async function thereNow(start = 'users/alice/0'): Promise<Set<string>> {
  const keys = new Set<string>();
  let StartAfter: string | undefined;
  do {
    const { Contents = [], IsTruncated } = await sdk.send(
      new ListObjectsV2Command({
        Bucket: firstOwner.bucket,
        Prefix: `${keyPrefix}${start}`,
        StartAfter,
      }),
    );
    for (const { Key = '' } of Contents) keys.add(Key.slice(keyPrefix.length));
    StartAfter = IsTruncated ? Contents.at(-1)?.Key : undefined;
  } while (StartAfter !== undefined);
  return keys;
}

/** Copies the source to these objects. @returns the numbers of the objects that were not copied */
async function copyAll(indices: readonly number[]): Promise<number[]> {
  const left = [...indices];
  const failed: number[] = [];
  const outcomes = new Set<string>();
  const work = async () => {
    for (let index = left.shift(); index !== undefined; index = left.shift()) {
      const { status, json } = await alice.post('/objects/copies', {
        from: { key: 'users/alice/source' },
        to: { key: nameOf(index) },
      });
      outcomes.add(status === 200 ? 'copied' : json.code);
      if (status !== 200) failed.push(index);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  expect(['copied', 'storage_unavailable']).toEqual(expect.arrayContaining([...outcomes]));
  return failed.sort((one, other) => one - other);
}

/** Deletes these objects. @returns the numbers of the objects that were not deleted */
async function deleteAll(indices: readonly number[]): Promise<number[]> {
  const failed: number[] = [];
  for (let first = 0; first < indices.length; first += AT_ONCE) {
    const some = indices.slice(first, first + AT_ONCE);
    const { json, text } = await alice.post<ObjectDeletionsAnswer & Problem>('/objects/deletions', {
      objects: some.map((index) => ({ key: nameOf(index) })),
    });
    expect(json.results?.length, text).toBe(some.length);
    for (const [at, result] of json.results.entries()) {
      if (result.status !== 200) failed.push(some[at]!);
      expect([200, 503]).toContain(result.status);
    }
  }
  return failed;
}

/** Returns the audit events of objects whose keys contain this text. */
function eventsOf(text: string, outcome?: string): string[] {
  return api.process
    .output()
    .split('\n')
    .filter((line) => line.includes('"msg":"storage"') && line.includes(text))
    .filter((line) => (JSON.parse(line) as { outcome?: string }).outcome === outcome);
}

it('deletions are made one by one where S3 refuses the call for all', async () => {
  const keys = ['users/alice/single-1', 'users/alice/single-2', 'users/alice/single-3'];
  for (const key of keys) {
    await sdk.send(new PutObjectCommand({ Bucket: firstOwner.bucket, Key: keyPrefix + key, Body: 'x' }));
  }
  proxy.behave((next) => (request) => (request.method === 'POST' ? Promise.resolve(DENIED) : next(request)));
  const { json } = await alice.post<ObjectDeletionsAnswer>('/objects/deletions', {
    objects: keys.map((key) => ({ key })),
  });
  expect(json.results).toEqual(keys.map((key) => ({ status: 200, key })));
  proxy.behave(
    (next) => (request) =>
      ['POST', 'DELETE'].includes(request.method) ? Promise.resolve(DENIED) : next(request),
  );
  const refused = await alice.post<ObjectDeletionsAnswer>('/objects/deletions', {
    objects: keys.map((key) => ({ key })),
  });
  expect(refused.json.results.map(({ status }) => status)).toEqual([503, 503, 503]);
  proxy.behave();
});

it('announced deletions are finished and recorded although the client has disconnected', async () => {
  const names = numbers(100).map((index) => `users/alice/abandoned-${index}`);
  await sdk.send(new PutObjectCommand({ Bucket: firstOwner.bucket, Key: keyPrefix + names[99]!, Body: 'x' }));
  const arrived = Promise.withResolvers<void>();
  const disconnected = Promise.withResolvers<void>();
  proxy.behave((next) => async (request) => {
    arrived.resolve();
    await disconnected.promise;
    return next(request);
  });
  const connection = new AbortController();
  const answer = fetch(`${alice.url}/v1/tenants/${alice.tenant}/objects/deletions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${alice.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ objects: names.map((key) => ({ key })) }),
    signal: connection.signal,
  });
  onTestFinished(() => proxy.behave());
  await arrived.promise;
  connection.abort();
  await expect(answer).rejects.toThrow('abort');
  await setTimeout(100); // until the service has noticed
  disconnected.resolve();
  await vi.waitFor(() => expect(eventsOf('users/alice/abandoned-', 'done')).toHaveLength(names.length), {
    timeout: 5000,
  });
  expect(eventsOf('users/alice/abandoned-')).toHaveLength(names.length);
  expect(await thereNow('users/alice/abandoned-')).toEqual(new Set());
});

it('1,000 copies and 10,000 deletions each have an outcome, also where S3 fails in between', async () => {
  proxy.behave(faults(100, ['unavailable', 'error', 'cut', 'lost']));
  const failed = await copyAll(numbers(COPIES));
  expect(failed).toEqual(numbers(COPIES).filter((index) => index % 100 < 4));
  const copied = await thereNow();
  const said = numbers(COPIES).filter((index) => !failed.includes(index));
  expect(said.filter((index) => !copied.has(nameOf(index)))).toEqual([]);
  proxy.behave();
  expect(await copyAll(failed)).toEqual([]);
  expect((await thereNow()).size).toBe(COPIES);

  proxy.behave(faults(5, ['cut', 'unavailable', 'lost']));
  const left = await deleteAll(numbers(OBJECTS));
  expect(left).toEqual(numbers(OBJECTS).filter((index) => Math.floor(index / AT_ONCE) % 5 < 3));
  expect((await thereNow()).size).toBe(COPIES); // the deletions of the copies were lost or refused
  proxy.behave();
  expect(await deleteAll(left)).toEqual([]);
  expect((await thereNow()).size).toBe(0);
  const operations = COPIES + failed.length + OBJECTS + left.length;
  expect(eventsOf(' ü&<')).toHaveLength(operations);
  expect([...eventsOf(' ü&<', 'done'), ...eventsOf(' ü&<', 'failed')]).toHaveLength(operations);
}, 180_000); // takes a few seconds on an idle machine
