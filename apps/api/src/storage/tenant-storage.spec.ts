import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { ClockOffset, SharedCredentials, epochSeconds, type ObjectKey } from '#s3-presign';
import { Log } from '../platform/audit/log.js';
import type { SessionFate } from '../tenancy/aws-credentials/session-check.js';
import type { Tenant } from '../tenancy/tenants/tenant.js';
import { headObject } from './head-object.js';
import { createUpload, listParts } from './multipart-upload.js';
import { TenantStorage } from './tenant-storage.js';

const ACCOUNT = '111111111111';
const HOUR = 3_600_000;
const KEY = 'a.txt' as ObjectKey;
const UPLOAD = { key: KEY, contentType: 'text/plain', metadata: {} };

const session = (name: string, change: Partial<AwsCredentialIdentity> = {}): AwsCredentialIdentity => ({
  accessKeyId: `ASIA${name}`,
  secretAccessKey: `secret-${name}`,
  sessionToken: `token-${name}`,
  expiration: new Date(Date.now() + HOUR),
  ...change,
});

let s3: EmbeddedS3, folder: string, logFd: number, log: Log;
beforeAll(async () => {
  s3 = await startEmbeddedS3({
    region: 'eu-west-1',
    buckets: [{ name: 'team-a', account: ACCOUNT, credentials: [] }],
  });
});
afterAll(() => s3.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'storage-'));
  logFd = openSync(join(folder, 'log'), 'w');
  log = new Log(logFd);
});
afterEach(async () => {
  await log.flushed();
  closeSync(logFd);
  await rm(folder, { recursive: true });
});

/**
 * Creates a storage.
 *
 * @param sessions the sessions that the role returns, one after the other; the last one is returned repeatedly
 */
function storageOf(
  sessions: AwsCredentialIdentity[],
  entry: object = {},
  recheck: (tenant: Tenant) => Promise<SessionFate> = () => Promise.resolve('good'),
) {
  const given: string[] = [];
  const credentials = new SharedCredentials(async () => {
    const next = sessions.length > 1 ? sessions.shift()! : sessions[0]!;
    given.push(next.accessKeyId);
    return next;
  });
  const tenant = {
    id: 'team-a',
    entry: {
      bucket: 'team-a',
      region: 'eu-west-1',
      account: ACCOUNT,
      endpoint: s3.endpoint,
      forcePathStyle: true,
      ...entry,
    },
    credentials,
    clockOffset: new ClockOffset(),
    proof: undefined,
    secondsAt: epochSeconds,
  } as unknown as Tenant;
  const all = new TenantStorage(tenant, log, Date.now, recheck);
  return { all, storage: all.for('alice'), given };
}

async function warnings(): Promise<Record<string, unknown>[]> {
  await log.flushed();
  const lines = readFileSync(join(folder, 'log'), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('lets one subject have half of the calls at a time, and others have some', async () => {
  s3.addCredentials('team-a', session('GOOD'));
  const { all } = storageOf([session('GOOD')]);
  const { promise: answer, resolve } = Promise.withResolvers<string>();
  const begin = (subject: string, count: number) =>
    Array.from({ length: count }, () => all.for(subject).call('HeadObject', () => answer));
  const own = begin('mallory', 100);
  const others = [...begin('alice', 8), ...begin('bob', 4)];
  resolve('here');
  const outcomes = await Promise.allSettled(own);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(32);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'service_unavailable' },
  });
  expect(await Promise.all(others)).toHaveLength(12);
  expect(await Promise.all(begin('mallory', 32))).toHaveLength(32);
});

describe('a session', () => {
  it('serves many calls', async () => {
    s3.addCredentials('team-a', session('GOOD'));
    const { storage, given } = storageOf([session('GOOD')]);
    const { s3UploadId } = await createUpload(storage, UPLOAD);
    expect(await listParts(storage, { key: KEY, s3UploadId })).toEqual([]);
    expect(given).toEqual(['ASIAGOOD']);
  });

  it.each<[string, (name: string) => void]>([
    ['is unknown', () => {}],
    ['has ended', (name) => s3.addCredentials('team-a', session(name, { expiration: new Date(0) }))],
    ['has another token', (name) => s3.addCredentials('team-a', session(name, { sessionToken: 'other' }))],
  ])('that %s, as S3 says, is dropped for another, once', async (words, prepare) => {
    const name = words.replaceAll(' ', '').toUpperCase();
    prepare(name);
    s3.addCredentials('team-a', session('FRESH'));
    const { storage, given } = storageOf([session(name), session('FRESH')]);
    await expect(createUpload(storage, UPLOAD)).resolves.toHaveProperty('s3UploadId');
    expect(given).toEqual([`ASIA${name}`, 'ASIAFRESH']);

    const twice = storageOf([session(`${name}2`), session(`${name}3`), session('FRESH')]);
    await expect(createUpload(twice.storage, UPLOAD)).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(twice.given).toEqual([`ASIA${name}2`, `ASIA${name}3`]);
  });

  it('that has ended is known by its status alone where there is no body', async () => {
    s3.addCredentials('team-a', session('ENDED', { expiration: new Date(0) }));
    s3.addCredentials('team-a', session('FRESH'));
    const { storage, given } = storageOf([session('ENDED'), session('FRESH')]);
    await expect(headObject(storage, KEY)).rejects.toMatchObject({ name: 'S3Refusal', code: 'NoSuchKey' });
    expect(given).toEqual(['ASIAENDED', 'ASIAFRESH']);
  });

  it('that S3 denies access is replaced where a check finds it revoked', async () => {
    s3.addCredentials('team-a', session('REVOKED'));
    const sessions = [session('REVOKED'), session('FRESH')];
    const { storage } = storageOf(sessions, { account: '999999999999' }, async ({ credentials }) => {
      credentials.drop(credentials.held!.identity);
      return 'replaced';
    });
    const used: string[] = [];
    const asked = storage.call('HeadBucket', async (client, { ListObjectsV2Command }) => {
      used.push((await client.config.credentials()).accessKeyId);
      return client.send(new ListObjectsV2Command(storage.place));
    });
    await expect(asked).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(used).toEqual(['ASIAREVOKED', 'ASIAFRESH']); // one retry, and no further one
  });

  it('that can’t be had is said to be so', async () => {
    const { storage } = storageOf([session('OLD', { expiration: new Date(0) })]);
    await expect(headObject(storage, KEY)).rejects.toMatchObject({ code: 'credentials_unavailable' });
    expect(await warnings()).toEqual([]);
  });
});

it('never touches a bucket of a stranger’s account', async () => {
  s3.addCredentials('team-a', session('GOOD'));
  const { storage } = storageOf([session('GOOD')], { account: '999999999999' });
  await expect(createUpload(storage, UPLOAD)).rejects.toMatchObject({ code: 'storage_unavailable' });
  expect(await warnings()).toEqual([
    expect.objectContaining({
      level: 'warn',
      tenant: 'team-a',
      operation: 'CreateMultipartUpload',
      error: 'AccessDenied',
      status: 403,
      reason: expect.stringContaining('AWS denies access') as string,
    }),
  ]);
});

describe('a store that fails', () => {
  let server: Server, requests: number, answer: 'hang' | 'reset' | number;
  beforeEach(async () => {
    requests = 0;
    server = createServer((request, response) => {
      requests += 1;
      if (answer === 'reset') request.socket.destroy();
      else if (answer !== 'hang') response.writeHead(answer, { 'x-amz-request-id': 'S3ID' }).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  const failing = () =>
    storageOf([session('GOOD')], { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });

  it.each([[500], [503], ['reset' as const]])('by %s is tried three times', async (how) => {
    answer = how;
    await expect(headObject(failing().storage, KEY)).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(requests).toBe(3);
    const [{ operation, status } = {}] = await warnings();
    expect({ operation, status }).toEqual({
      operation: 'HeadObject',
      status: how === 'reset' ? undefined : how,
    });
  });

  it('to let HEAD in says nothing of itself, and leaves no warning', async () => {
    answer = 403;
    await expect(headObject(failing().storage, KEY)).rejects.toMatchObject({
      name: 'S3Refusal',
      code: 'AccessDenied',
    });
    expect(requests).toBe(1);
    expect(await warnings()).toEqual([]);
  });

  it('to let anything else in leaves a warning', async () => {
    answer = 403;
    const parts = listParts(failing().storage, { key: KEY, s3UploadId: 'x' });
    await expect(parts).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await warnings()).toMatchObject([{ level: 'warn', operation: 'ListParts', status: 403 }]);
  });

  it('by silence is given up in time', async () => {
    answer = 'hang';
    const { storage } = failing();
    const asked = storage.call(
      'HeadObject',
      (client, { HeadObjectCommand }, options) =>
        client.send(new HeadObjectCommand({ ...storage.place, Key: KEY }), options),
      200,
    );
    await expect(asked).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(requests).toBeLessThanOrEqual(2);
  });

  it('writes nothing of the session to the log', async () => {
    answer = 500;
    await expect(headObject(failing().storage, KEY)).rejects.toThrow();
    expect(JSON.stringify(await warnings())).not.toMatch(/token-GOOD|secret-GOOD|Signature/);
  });
});
