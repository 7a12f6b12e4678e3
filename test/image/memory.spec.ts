import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { tenantEntry } from '../support/in-process-api.js';
import { Container } from './support/container.js';
import { KeepAliveClients } from './support/keep-alive-clients.js';
import { TenantFolder } from './support/tenant-folder.js';

const REQUESTS = 20_000;
const CLIENTS = 32;
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
});

/** MiB of process 1, proc_pid_status(5). */
async function memoryOf(container: Container) {
  const status = await container.evaluate('process.stdout.write(fs.readFileSync("/proc/1/status"))');
  const field = (name: string) =>
    Math.round((Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)![1]) * 1024) / MIB);
  return { resident: field('VmRSS'), anonymous: field('RssAnon'), peak: field('VmHWM') };
}
