import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadSessionAnswer } from '../../apps/api/src/features/upload-sessions/upload-session.response.js';
import { largestBatch } from '../image/support/large-batch.js';
import { ApiClient } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { SealingKeysFile } from '../support/fakes/sealing-keys.js';
import { HOSTILE_BODIES } from '../support/generators/hostile-bodies.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { startProdProcess, type ProdProcess } from '../support/processes/prod-process.js';

// Tests bodies of one caller for each route that accepts more than 16 KiB. The process has a smaller heap than the image, which has 56 MiB.

const HEAP = ['--max-old-space-size=48', '--max-semi-space-size=2'];
const KIB = 1024;
/** Milliseconds of processor time that one turn of the event loop may take, and those from which it is reported. */
const MAX_TURN = 100;
const REPORTED = 20;
/** The largest body of each route in bytes. */
const ROUTES = {
  '/v1/tenants/team-a/batches': 8 * KIB * KIB,
  '/v1/tenants/team-a/multipart-uploads/x/complete': 2 * KIB * KIB,
  '/v1/tenants/team-a/multipart-uploads/x/parts': 256 * KIB,
  '/v1/tenants/team-a/explanations': 64 * KIB,
  '/v1/tenants/team-a/uploads': 16 * KIB,
  'uppy/s3/multipart': 64 * KIB,
  'uppy/s3/multipart/x/complete?key=a': 2 * KIB * KIB,
} as const;

/** A module for the process. It prints the processor time of each long turn of the event loop, in milliseconds. */
const WATCH =
  'data:text/javascript,' +
  encodeURIComponent(`
    const used = () => { const { user, system } = process.threadCpuUsage(); return (user + system) / 1000; };
    let last = used();
    setInterval(() => {
      const now = used();
      if (now - last > ${REPORTED}) process.stderr.write('a turn of ' + Math.round(now - last) + ' ms\\n');
      last = now;
    }, 1).unref();`);

let api: ProdProcess, keys: SealingKeysFile, client: ApiClient, capability: string;
beforeAll(async () => {
  keys = await SealingKeysFile.create();
  api = await startProdProcess([tenantEntry('team-a')], {
    env: { ...process.env, SEALING_KEYS_FILE: keys.path },
    execArgv: [...HEAP, '--import', WATCH],
  });
  client = new ApiClient(api.url, 'team-a', await api.issuer.token({ sub: 'u1', tenants: ['team-a'] }));
  const session = await client.post<UploadSessionAnswer>('/upload-sessions', { keyPrefix: 'inbox/' });
  capability = new URL(session.json.companionEndpoint).pathname;
}, 60_000);
afterAll(async () => {
  await api.stop('SIGKILL');
  await keys[Symbol.asyncDispose]();
});

// on a busy machine a turn takes longer
describe.each(Object.entries(ROUTES))('%s', { retry: 2 }, (route, limit) => {
  it.each(Object.entries(HOSTILE_BODIES))('refuses %s, and lives', async (what, body) => {
    const before = api.output().length;
    const { status, text } = await post(route, body(limit));
    const turns = [
      ...api
        .output()
        .slice(before)
        .matchAll(/a turn of (\d+) ms/g),
    ].map(([, ms]) => Number(ms));
    if (process.env['REPORT_TURNS'])
      process.stdout.write(`${route} ${what}: ${status}, ${text.length} bytes, ${turns.join(' ')}\n`);
    expect(api.child.exitCode).toBe(null);
    expect([200, 400, 413], text).toContain(status);
    expect(text).not.toContain('"url"');
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16 * KIB);
    expect(text.split('"pointer"').length - 1).toBeLessThanOrEqual(50);
    expect(Math.max(0, ...turns)).toBeLessThan(MAX_TURN);
  });
});

describe('the largest batches that are valid', () => {
  it.each([
    ['with a name of its own for each of 74,000 metadata and tags', widestBatch()],
    ['with 8 MiB of long values', largestBatch()],
  ])('%s, are signed', async (_, body) => {
    const { status, text } = await post('/v1/tenants/team-a/batches', body);
    expect(status, text.slice(0, 500)).toBe(200);
    expect(text.split('"status":200').length - 1).toBe(1000);
  });

  it('leave the process as it was', () => {
    expect(api.child.exitCode).toBe(null);
  });
});

/** Returns a batch with as many different names as a thousand uploads can have. */
function widestBatch(): string {
  const operations = Array.from({ length: 1000 }, (_, index) => ({
    operation: 'upload',
    key: `k${index}`,
    contentType: 'text/plain',
    contentLength: 1,
    checksum: { algorithm: 'CRC32', value: 'AAAAAA==' },
    ifNoneMatch: '*',
    receipt: false,
    expiresIn: 60,
    minValidity: 1,
    metadata: named(`m${index}x`, 64),
    tags: named(`t${index}x`, 10),
  }));
  return JSON.stringify({ operations });
}

const named = (begin: string, count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${begin}${index}`, 'v']));

function post(route: string, body: string) {
  const isUppys = route.startsWith('uppy');
  return send(api.url + (isUppys ? route.replace('uppy', capability) : route), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      ...(!isUppys && { authorization: `Bearer ${client.token}` }),
    },
    body,
  });
}
