import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { send } from '../support/clients/http.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { Container } from './support/container.js';
import { KeepAliveClients } from './support/keep-alive-clients.js';
import { TenantFolder } from './support/tenant-folder.js';

describe('SIGTERM to process 1', () => {
  let tenants: TenantFolder;
  let containers: Container[];

  beforeEach(async () => {
    tenants = await TenantFolder.create([tenantEntry('team-a')]);
    containers = [];
  });
  afterEach(async () => {
    for (const container of containers) await container[Symbol.asyncDispose]();
    await tenants[Symbol.asyncDispose]();
  });

  async function start(): Promise<Container> {
    const container = await Container.run(...tenants.args, inject('image'));
    containers.push(container);
    return container;
  }

  it('under load fails no request: connections end politely, new ones go to the other replica', async () => {
    const [stopping, staying] = [await start(), await start()];
    await Promise.all([stopping.answers(), staying.answers()]);
    const endpoints = [stopping.url, staying.url];
    let next = 0;
    const clients = new KeepAliveClients({
      clients: 16,
      path: '/v1/tenants/team-a/downloads',
      token: await tenants.issuer.token({ tenants: ['team-a'] }),
      body: { key: 'reports/q3.pdf' },
      target: () => endpoints[next++ % endpoints.length]!,
    });
    let isOver = false;
    const load = clients.run(() => isOver);
    await expect.poll(() => clients.answered, { timeout: 20_000 }).toBeGreaterThan(1000);

    await stopping.kill('SIGTERM');
    endpoints.shift(); // a Service removes a pod that isn't ready from its endpoints, after some time
    const code = await stopping.gone();
    const answeredMeanwhile = clients.answered;
    await expect.poll(() => clients.answered, { timeout: 20_000 }).toBeGreaterThan(answeredMeanwhile + 500);
    isOver = true;
    await load;

    expect(clients.failures).toEqual([]);
    expect(code).toBe(0);
    const logs = `${await stopping.logs()}\n${await staying.logs()}`;
    expect(logs.split('"msg":"signing"')).toHaveLength(clients.answered + 1);
    expect(logs.split('"route":"/v1/tenants/:tenant/downloads"')).toHaveLength(clients.answered + 1);
  });

  it('makes it unready at once, while it still answers', async () => {
    const container = await start();
    await container.answers();
    const unused = await keepConnection(container.url);
    await container.kill('SIGTERM');
    await expect.poll(async () => (await send(`${container.managementUrl}/health/ready`)).status).toBe(503);
    expect((await send(`${container.managementUrl}/health/ready`)).text).toContain('stopping');
    expect((await send(`${container.url}/health/live`)).headers.connection).toBe('close');
    unused.destroy();
    expect(await container.gone()).toBe(0);
  });

  it('counts from the first moment: a container that is just starting ends, too', async () => {
    const container = await start();
    const begin = Date.now();
    const again = setInterval(() => void container.kill('SIGTERM').catch(() => {}), 50); // Node misses signals at first
    expect([0, 143]).toContain(await container.gone());
    clearInterval(again);
    expect(Date.now() - begin).toBeLessThan(5_000);
  });
});

/** Opens a connection that sends nothing. */
async function keepConnection(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on('error', () => {});
  await once(socket, 'connect');
  return socket;
}
