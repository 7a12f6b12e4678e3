import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { startProdProcess, type ProdProcess } from '../support/processes/prod-process.js';
import { newSealingKeys } from '../support/fakes/sealing-keys.js';

let folder: string, path: string, prod: ProdProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealing-'));
  path = join(folder, 'keys.json');
});
afterEach(async () => {
  await prod?.stop('SIGKILL');
  prod = undefined;
  await rm(folder, { recursive: true });
});

async function start(sealingKeysFile?: string): Promise<ApiClient> {
  const env = { ...process.env, SEALING_KEYS_FILE: sealingKeysFile };
  prod = await startProdProcess([tenantEntry('team-a')], { env });
  return new ApiClient(prod.url, 'team-a', await prod.issuer.token({ tenants: ['team-a'] }));
}

/** Calls that need a sealing key and are otherwise valid enough to reach it. */
const CALLS: ((api: ApiClient) => Promise<{ status: number; json: { code: string } }>)[] = [
  (api) => api.post('/multipart-uploads', { key: 'a', contentLength: 1 }),
  (api) => api.post('/multipart-uploads/x/parts', { parts: [{ partNumber: 1 }] }),
  (api) => api.send('/v1/tenants/team-a/multipart-uploads/x/parts'),
  (api) => api.post('/multipart-uploads/x/complete', {}),
  (api) => api.send('/v1/tenants/team-a/multipart-uploads/x', { method: 'DELETE' }),
  (api) => api.send('/v1/tenants/team-a/objects'),
  (api) => api.post('/confirmations', { receipt: 'x' }),
  (api) => api.post('/uploads', { key: 'a', receipt: true }),
];

it('without keys what must be sealed is unavailable, and all the rest is there', async () => {
  const api = await start();
  for (const call of CALLS) {
    expect(await call(api)).toMatchObject({ status: 503, json: { code: 'sealing_unavailable' } });
  }
  expect((await api.post('/uploads', { key: 'a' })).status).toBe(200);
});

it('keys may come later, as an optional Secret does', async () => {
  const api = await start(path);
  expect((await api.post('/confirmations', { receipt: 'x' })).status).toBe(503);
  expect(prod!.output()).toMatch(/"msg":"sealing keys refused"/);
  await writeFile(path, newSealingKeys());
  const status = async () => (await api.post('/confirmations', { receipt: 'x' })).status;
  await expect.poll(status, { timeout: 5_000, interval: 200 }).toBe(400);
});

it('keys that are wrong end the start, with words and without the keys', async () => {
  const secret = 'c2VjcmV0LXNlY3JldA';
  await writeFile(path, JSON.stringify({ keys: [{ kty: 'oct', k: secret }] }));
  const refused = await start(path).catch((error: Error) => error.message);
  expect(refused).toMatch(
    /SEALING_KEYS_FILE .*keys\.json can’t be used\. \/keys\/0: k must be the base64url of 32/,
  );
  expect(refused).not.toContain(secret);
});

it('nothing is begun at S3 that can’t be audited', async () => {
  await writeFile(path, newSealingKeys());
  const api = await start(path);
  const begin = () => api.post('/multipart-uploads', { key: 'a', contentLength: 1 });
  expect(await begin()).toMatchObject({ status: 503, json: { code: 'storage_unavailable' } }); // without the bucket
  prod!.child.stdout!.destroy(); // the process that collected the log has exited
  await begin();
  expect(await begin()).toMatchObject({ status: 503, json: { code: 'audit_unavailable' } });
});
