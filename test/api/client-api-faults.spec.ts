import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PresignClient, TransferError } from '#client';
import { FaultyProxy, FAULTS, randomFaults } from '../support/fakes/faulty-proxy.js';
import { StartedApi } from './support/started-api.js';
import { knownOf } from './support/known-of.js';
import { leftovers } from './support/leftovers.js';
import { firstOwner, keyPrefixOf, sdk, tenantOf } from './support/tenants.js';

/** Uploads and downloads of the test, in which one API call in three has a fault. Set TRANSFERS=200 for a long run. */
const TRANSFERS = Number(process.env['TRANSFERS'] ?? 8);
const MIB = 1024 ** 2;
const SIZES = [0, 10_000, 9 * MIB + 5];
const TIMES = { timeout: TRANSFERS * 30_000 };
const TENANT = 'api-faults';

/**
 * Faults after which a repeated call succeeds. S3 may refuse a damaged request for good, so that `corrupt-up` is left
 * out. So is `swap-etag`: the API's answers have no ETag in their headers.
 */
const HARMLESS = FAULTS.filter((fault) => fault !== 'swap-etag' && fault !== 'corrupt-up');

let proxy: FaultyProxy, api: StartedApi, client: PresignClient;
beforeAll(async () => {
  api = await StartedApi.start([tenantOf(firstOwner, TENANT)]);
  proxy = await FaultyProxy.start(api.process.url);
  client = clientOf(12);
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});
beforeEach(() => {
  proxy.faults.clear();
  proxy.faultOf = () => undefined;
  proxy.refusalOf = () => undefined;
  proxy.rewrite = undefined;
  proxy.rewriteHeaders = (headers) => headers;
  proxy.damagedAt = (length) => Math.floor(length / 2);
});

const clientOf = (attempts: number) =>
  new PresignClient({
    api: proxy.url,
    tenant: TENANT,
    token: () => api.process.issuer.token({ sub: 'alice', tenants: [TENANT] }),
    journal: false,
    stall: 700,
    attempts,
  });

const sha256 = (body: Uint8Array) => createHash('sha256').update(body).digest('hex');

/** Returns the digest, the type and the metadata of an object, read from the storage without the API. */
async function stored(
  key: string,
): Promise<{ sha256: string; type: string | undefined; metadata: object | undefined }> {
  const { Body, ContentType, Metadata } = await sdk.send(
    new GetObjectCommand({ Bucket: firstOwner.bucket, Key: keyPrefixOf(TENANT) + key }),
  );
  return { sha256: sha256(await Body!.transformToByteArray()), type: ContentType, metadata: Metadata };
}

describe('a proxy before the API that cuts, stalls, answers 503 and corrupts answers', () => {
  it('fails no transfer, and makes no wrong object', TIMES, async () => {
    proxy.faultOf = randomFaults(1, 3, HARMLESS);
    for (let round = 0; round < TRANSFERS; round++) {
      const body = randomBytes(SIZES[round % SIZES.length]!);
      const key = `users/alice/harmless/${round}`;
      await client.upload(key, body, { contentType: 'video/mp4' });
      expect(await stored(key), `round ${round}`).toMatchObject({ sha256: sha256(body), type: 'video/mp4' });
      const { bytes } = await client.download(key);
      expect(sha256(bytes), `round ${round}`).toBe(sha256(body));
    }
    expect(proxy.faults.size).toBeGreaterThan(3);
  });

  it.each(HARMLESS)(
    '%s, once in each call: an object is uploaded, downloaded, listed, copied and removed',
    async (fault) => {
      const key = `users/alice/once/${fault}`;
      const body = randomBytes(100);
      const once = <T>(work: () => Promise<T>, calls = 1): Promise<T> => {
        let left = calls;
        proxy.faultOf = () => (left-- > 0 ? fault : undefined);
        return work();
      };
      await once(() => client.upload(key, body, { ifNoneMatch: '*' }));
      expect((await stored(key)).sha256).toBe(sha256(body));
      const { bytes } = await once(() => client.download(key), 2); // a HEAD and a GET
      expect(sha256(bytes)).toBe(sha256(body));
      expect(await once(() => client.list({ prefix: key }).next())).toMatchObject({ done: false });
      await once(() => client.copy(key, `${key}-copy`));
      expect(await once(() => client.remove([key, `${key}-copy`]))).toEqual({ removed: 2, failed: [] });
      expect(proxy.faults.get(fault)).toBe(6);
    },
  );
});

/** Values that no member of an answer has. */
const OTHERS = [undefined, null, -1, {}];

type Downloaded = Awaited<ReturnType<PresignClient['download']>>;
type Path = readonly (string | number)[];

/** Returns the paths of all members of a value. */
function pathsIn(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const names = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return names.flatMap((name) => [[name], ...pathsIn((value as never)[name]).map((path) => [name, ...path])]);
}

/** Returns JSON in which a member has another value, or is missing. */
function changed(text: string, path: Path, value: unknown): string {
  const answer = JSON.parse(text) as Record<string, unknown>;
  const last = path.at(-1)!;
  const owner = path.slice(0, -1).reduce<never>((each, name) => each[name], answer as never) as Record<
    string,
    unknown
  >;
  if (Array.isArray(owner) && value === undefined) owner.splice(Number(last), 1);
  else owner[last] = value;
  return JSON.stringify(answer);
}

/** Returns an uploadId with another character. */
const damaged = (id: string): string => `${id.slice(0, 20)}${id[20] === 'x' ? 'y' : 'x'}${id.slice(21)}`;

/** Damages the next uploadId in the body of an answer. */
function inBody(): void {
  let left = 1;
  proxy.rewrite = (text) => text.replace(/(?<="uploadId":")[^"]*/, (id) => (left-- > 0 ? damaged(id) : id));
}

/** Damages the next uploadId in the header `Location` of an answer. */
function inLocation(): void {
  let left = 1;
  proxy.rewriteHeaders = ({ location, ...headers }) =>
    location === undefined
      ? headers
      : { ...headers, location: location.replace(/[^/]*$/, (id) => (left-- > 0 ? damaged(id) : id)) };
}

describe('an answer of the API that was changed on the way', () => {
  const key = 'users/alice/changed';
  const body = randomBytes(8 * MIB + 1); // more than one request takes
  const small = body.subarray(0, 100);
  const CALLS: Readonly<Record<string, () => Promise<unknown>>> = {
    'a small upload': () => client.upload(key, small, { metadata: { a: 'b' }, tags: { c: 'd' } }),
    'a large upload': () => client.upload(key, body, { partSize: 5 * MIB }),
    'a download': async () => sha256((await client.download(key)).bytes),
    'a listing': async () => (await client.list({ prefix: key }).next()).value,
    'a HEAD': () => client.head(key),
    'several URLs': () => Promise.all([client.url('head', key), client.url('download', key)]),
    'a copy': () => client.copy(key, `${key}-copy`, { contentType: 'text/css' }),
    'a removal': () => client.remove([`${key}-copy`, `${key}-none`]),
  };
  beforeAll(() => client.upload(key, small));

  it.each(Object.keys(CALLS))(
    '%s asks again if a member is missing or has another type',
    TIMES,
    async (name) => {
      const call = CALLS[name]!;
      const answers: unknown[] = [];
      proxy.rewrite = (text) => {
        if (text.startsWith('{')) answers.push(JSON.parse(text));
        return text;
      };
      await call();
      expect(answers.length).toBeGreaterThan(0);
      for (const [index, answer] of answers.entries()) {
        for (const [number, path] of pathsIn(answer).entries()) {
          const [first, item = 0] = path;
          if (first === 'parts' && Number(item) > 0 && path.length > 2) continue; // each part has the same members
          const value = OTHERS[number % OTHERS.length];
          let seen = 0;
          proxy.rewrite = (text) => (seen++ === index ? changed(text, path, value) : text);
          const outcome = await call().catch((error: unknown) => error);
          expect(
            outcome,
            `${path.join('.')} of answer ${index} is ${JSON.stringify(value)}`,
          ).not.toBeInstanceOf(Error);
        }
      }
    },
  );

  it('an explanation without its verdict is asked for again', async () => {
    let left = 1;
    proxy.rewrite = (text) => (left-- > 0 ? changed(text, ['verdict'], undefined) : text);
    const explanation = await client.explain({ url: 'https://s3.example/object' });
    expect(typeof explanation.verdict).toBe('string');
    expect(left).toBeLessThan(1);
  });

  it.each([
    ['the host and the port', (url: string) => url.replace(/\/\/[^/]+/, '//127.0.0.1:1')],
    ['the bucket', (url: string) => url.replace(firstOwner.bucket, `${firstOwner.bucket}0`)],
    ['the key', (url: string) => url.replace('changed', 'chanfed')],
    ['the date', (url: string) => url.replace(/(X-Amz-Date=\d{7})\d/, '$1x')],
    ['the algorithm', (url: string) => url.replace('AWS4-HMAC', 'AWS5-HMAC')],
    ['the credential', (url: string) => url.replace(/(X-Amz-Credential=[^&]*)aws4/, '$1aws5')],
    ['the signature', (url: string) => url.replace(/(X-Amz-Signature=\w{9})\w/, '$1z')],
    ['the signed headers', (url: string) => url.replace('X-Amz-SignedHeaders=', 'X-Amz-SignedHeaders=x')],
    ['the expiry', (url: string) => url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=x')],
  ])('the URL is signed again if %s in it was damaged', async (_, damage) => {
    let left = 1;
    proxy.rewrite = (text) => (left-- > 0 ? text.replace(/"url":"[^"]*"/, (found) => damage(found)) : text);
    await client.upload(key, small);
    expect((await stored(key)).sha256).toBe(sha256(small));
    const known = await knownOf(client, key);
    for (const options of [{}, { known }]) {
      left = 1; // of a HEAD, or else of a GET, whose URL is kept
      expect(sha256((await client.download(key, options)).bytes)).toBe(sha256(small));
      expect(left).toBeLessThan(1);
    }
  });

  describe('is used although its uploadId was damaged', () => {
    it.each([
      ['in the body', inBody],
      ['in Location', inLocation],
    ])('%s: nothing is left behind', async (_, damage) => {
      const one = 'users/alice/uploadId';
      for (const source of [body, new Blob([body]).stream()]) {
        damage();
        await client.upload(one, source, { partSize: 5 * MIB });
        expect((await stored(one)).sha256).toBe(sha256(body));
        expect(await leftovers(TENANT, one)).toEqual([`object ${keyPrefixOf(TENANT)}${one}`]);
      }
    });

    it('in both: an upload of a file begins again', async () => {
      inBody();
      inLocation();
      await client.upload(key, body, { partSize: 5 * MIB });
      expect((await stored(key)).sha256).toBe(sha256(body));
    });
  });

  it(
    'byte for byte at random: no transfer makes a wrong object, or fails with anything but a TransferError',
    TIMES,
    async () => {
      proxy.damagedAt = (length) => Math.floor(Math.random() * length);
      proxy.faultOf = randomFaults(2, 2, ['corrupt-down']);
      const impatient = clientOf(4); // not every transfer must succeed
      for (let round = 0; round < TRANSFERS * 2; round++) {
        const sent = randomBytes(SIZES[round % SIZES.length]!);
        const name = `users/alice/random/${round}`;
        const uploaded = await impatient.upload(name, sent).catch((error: unknown) => error);
        const downloaded = await impatient.download(name).catch((error: unknown) => error);
        const right = sha256(sent);
        expect(uploaded instanceof TransferError || (await stored(name)).sha256 === right, `${round}`).toBe(
          true,
        );
        expect(
          downloaded instanceof TransferError || sha256((downloaded as Downloaded).bytes) === right,
          `${round}`,
        ).toBe(true);
      }
      expect(proxy.faults.get('corrupt-down')).toBeGreaterThan(TRANSFERS);
    },
  );
});

it('bytes that are damaged on the way to the API store nothing elsewhere', TIMES, async () => {
  const before = new Set(await leftovers(TENANT, 'users/alice/'));
  const metadata = { owner: 'alice', project: 'p'.repeat(40) };
  let calls = 0;
  proxy.faultOf = () => (calls++ % 2 === 0 ? 'corrupt-up' : undefined);
  const right: string[] = [];
  for (let round = 0; round < TRANSFERS; round++) {
    const body = randomBytes(1000 + round);
    const key = `users/alice/damaged/${'k'.repeat(round * 5)}/${round}`;
    const outcome = await client
      .upload(key, body, { contentType: 'video/mp4', metadata })
      .catch((error: unknown) => error);
    if (outcome instanceof TransferError) continue;
    expect(await stored(key)).toEqual({ sha256: sha256(body), type: 'video/mp4', metadata });
    right.push(key);
  }
  expect(proxy.faults.get('corrupt-up')).toBeGreaterThanOrEqual(TRANSFERS / 2);
  proxy.faultOf = () => undefined;
  const there = await leftovers(TENANT, 'users/alice/');
  expect(there.filter((each) => !before.has(each))).toEqual(
    right.map((key) => `object ${keyPrefixOf(TENANT)}${key}`).toSorted(),
  );
});

it.each<[string, (few: PresignClient) => Promise<unknown>]>([
  ['a HEAD', (few) => few.head('users/alice/none')],
  ['a small upload', (few) => few.upload('users/alice/none', 'text')],
  ['an upload in parts', (few) => few.upload('users/alice/none', randomBytes(9 * MIB))],
])('an API that answers 502 gets one request for each attempt of %s', async (_, work) => {
  let calls = 0;
  proxy.refusalOf = () => {
    calls += 1;
    return 502;
  };
  const working = work(clientOf(3));
  await expect(working).rejects.toMatchObject({ status: 502, isTemporary: true });
  expect(calls).toBe(3);
});
