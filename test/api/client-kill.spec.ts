import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FaultyProxy } from '../support/fakes/faulty-proxy.js';
import { Presign } from '../support/processes/presign.js';
import { leftovers } from './support/leftovers.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, target, tenantOf } from './support/tenants.js';

/** The number of uploads that are killed. The issue requires KILLS=200. */
const KILLS = Number(process.env['KILLS'] ?? 4);
const MIB = 1024 ** 2;
const PARTS = 5;
const SIZE = (PARTS - 1) * 8 * MIB + 77;

let proxy: FaultyProxy, api: StartedApi, presign: Presign;
beforeAll(async () => {
  proxy = await FaultyProxy.start(target.endpoint);
  proxy.speed = 40_000; // bytes a millisecond, slow enough to interrupt an upload
  api = await StartedApi.start([tenantOf(firstOwner, 'team-a', { publicEndpoint: proxy.url })]);
  const token = await api.process.issuer.token({ sub: 'alice', tenants: ['team-a'] });
  presign = await Presign.create(api.process.url, token);
});
afterAll(async () => {
  await presign[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});

const sha256 = (body: Uint8Array) => createHash('sha256').update(body).digest('hex');

async function stored(key: string): Promise<string> {
  const { Body } = await sdk.send(
    new GetObjectCommand({ Bucket: firstOwner.bucket, Key: keyPrefixOf('team-a') + key }),
  );
  return sha256(await Body!.transformToByteArray());
}

/** Returns the numbers of the parts that the storage has received. */
const partsTaken = () =>
  proxy.passed.flatMap(({ partNumber, status }) => (status === 200 ? (partNumber ?? []) : []));
const start = (key: string) => presign.spawn(['cp', 'killed', `team-a:/${key}`, '--parallel', '2']);

/** Kills the process, unless it has exited already. */
async function kill(child: ReturnType<typeof start>): Promise<void> {
  const closed = once(child, 'close');
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await closed;
}

it(
  `${KILLS} uploads killed at random and run again arrive, and no part is sent twice`,
  { timeout: KILLS * 30_000 },
  async () => {
    const folder = `users/alice/${randomUUID()}/`; // a new folder, without objects of an earlier attempt
    for (let round = 0; round < KILLS; round++) {
      const key = `${folder}${round}`;
      const body = randomBytes(SIZE);
      await writeFile(presign.path('killed'), body);
      proxy.passed.length = 0;
      const child = start(key);
      // The first two uploads are certainly killed in the middle.
      if (round < 2) while (partsTaken().length <= round) await sleep(5);
      else await sleep(Math.random() * 1500);
      await kill(child);
      const before = partsTaken();

      const again = await presign.run(['cp', 'killed', `team-a:/${key}`, '--json']);
      expect(again).toMatchObject({ code: 0, stderr: '' });
      expect(await stored(key)).toBe(sha256(body));
      const twice = partsTaken()
        .slice(before.length)
        .filter((part) => before.includes(part));
      expect(before.length === PARTS ? [] : twice, `round ${round}`).toEqual([]);
    }
    const left = await leftovers('team-a', folder);
    expect(left.filter((each) => each.startsWith('upload'))).toEqual([]);
    expect(await readdir(presign.path('state/presign'))).toEqual([]);
  },
);

it('an upload whose file was changed is aborted and begun again', { timeout: 60_000 }, async () => {
  const key = 'users/alice/changed';
  await writeFile(presign.path('killed'), randomBytes(SIZE));
  proxy.passed.length = 0;
  const child = start(key);
  while (partsTaken().length < 1) await sleep(5);
  await kill(child);
  const [entry] = await readdir(presign.path('state/presign'));
  expect((await stat(presign.path(`state/presign/${entry}`))).mode & 0o777).toBe(0o600);

  const other = randomBytes(SIZE);
  await writeFile(presign.path('killed'), other);
  const again = await presign.run(['cp', 'killed', `team-a:/${key}`, '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ resumed: 0 });
  expect(await stored(key)).toBe(sha256(other));
  expect((await leftovers('team-a', key)).filter((each) => each.startsWith('upload'))).toEqual([]);
});
