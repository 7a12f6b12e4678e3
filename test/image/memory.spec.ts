import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { send } from '../support/clients/http.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { Container } from './support/container.js';
import { KeepAliveClients } from './support/keep-alive-clients.js';
import { largestBatch } from './support/large-batch.js';
import { TenantFolder } from './support/tenant-folder.js';

const REQUESTS = 20_000;
const CLIENTS = 32;
/** The number of batches for each of four clients. */
const BATCHES = 3;
const MIB = 1024 * 1024;

describe('memory', () => {
  let tenants: TenantFolder;
  let container: Container;

  beforeAll(async () => {
    tenants = await TenantFolder.create([tenantEntry('team-a')]);
    container = await Container.run(...tenants.args, inject('image'));
    await container.answers();
  });
  afterAll(async () => {
    await container?.[Symbol.asyncDispose]();
    await tenants?.[Symbol.asyncDispose]();
  });

  it(`stays below 192 MiB through ${REQUESTS} signings by ${CLIENTS} clients`, async () => {
    const before = await memoryOf(container);
    const clients = new KeepAliveClients({
      clients: CLIENTS,
      path: '/v1/tenants/team-a/uploads',
      token: await tenants.issuer.token({ tenants: ['team-a'] }),
      body: {
        key: 'reports/q3.pdf',
        contentType: 'application/pdf',
        contentLength: 52_811,
        metadata: { origin: 'web' },
      },
      target: () => container.url,
    });
    const begin = performance.now();
    await clients.run(() => clients.answered + clients.failures.length >= REQUESTS);
    const rate = Math.round((clients.answered / (performance.now() - begin)) * 1000);
    const after = await memoryOf(container);
    process.stdout.write(
      `memory: ${before.resident} MiB resident after the start, ${after.resident} MiB (${after.anonymous} anonymous) ` +
        `after ${clients.answered} signings at ${rate}/s, at most ${after.peak} MiB\n`,
    );
    expect(clients.failures).toEqual([]);
    expect(after.peak).toBeLessThan(192);
    expect(after.anonymous).toBeLessThan(120);
    expect(await container.inspect('.State.OOMKilled')).toBe('false');
    expect(await container.inspect('.State.Running')).toBe('true');
  });

  it('stays within 192 MiB through the largest batches, of which it takes one at a time', async () => {
    const tokens = await Promise.all(
      ['u1', 'u2', 'u3', 'u4'].map((sub) => tenants.issuer.token({ sub, tenants: ['team-a'] })),
    );
    const clients = new KeepAliveClients({
      clients: CLIENTS / 2,
      path: '/v1/tenants/team-a/downloads',
      token: await tenants.issuer.token({ tenants: ['team-a'] }),
      body: { key: 'reports/q3.pdf' },
      target: () => container.url,
    });
    let isOver = false;
    const others = clients.run(() => isOver);
    const statuses = (await Promise.all(tokens.map((token) => sendBatches(container, token)))).flat();
    isOver = true;
    await others;
    const { anonymous } = await memoryOf(container);
    const signed = statuses.filter((status) => status === 200).length;
    process.stdout.write(
      `memory: ${anonymous} MiB anonymous after ${signed} batches of 8 MiB, ${statuses.length - signed} refused\n`,
    );
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(signed).toBeGreaterThanOrEqual(BATCHES);
    expect(clients.failures).toEqual([]);
    expect(await container.inspect('.State.OOMKilled')).toBe('false');
    expect(await container.inspect('.State.Running')).toBe('true');
  }, 180_000);
});

/**
 * Sends batches one after the other until enough are signed. A refused batch is sent again.
 *
 * @returns all statuses; 503 also for a connection that the API closes while it refuses the body
 */
async function sendBatches({ url }: Container, token: string): Promise<number[]> {
  const body = largestBatch();
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(body)),
  };
  const target = `${url}/v1/tenants/team-a/batches`;
  const statuses: number[] = [];
  while (statuses.filter((status) => status === 200).length < BATCHES) {
    const { status, text } = await send(target, { method: 'POST', headers, body }).catch(refused);
    statuses.push(status);
    if (status !== 200) await sleep(200);
    else if (!isWhole(text)) throw new Error('results are missing');
  }
  return statuses;
}

const isWhole = (text: string) => (JSON.parse(text) as { results: unknown[] }).results.length === 1000;

function refused(error: NodeJS.ErrnoException) {
  if (!['EPIPE', 'ECONNRESET'].includes(error.code ?? '')) throw error;
  return { status: 503, text: '' };
}

/** Returns the memory of process 1 in MiB, from proc_pid_status(5). */
async function memoryOf(container: Container) {
  const status = await container.evaluate('process.stdout.write(fs.readFileSync("/proc/1/status"))');
  const field = (name: string) =>
    Math.round((Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)![1]) * 1024) / MIB);
  return { resident: field('VmRSS'), anonymous: field('RssAnon'), peak: field('VmHWM') };
}
