import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { SealingKeysFile } from '../support/fakes/sealing-keys.js';
import { startProdProcess, type ProdProcess } from '../support/processes/prod-process.js';

// Tests clients that are slow on purpose, over real sockets, against the process that production runs.

/** The timeout of a request in seconds. */
const REQUEST_TIMEOUT = 3;
const SLOW = 200;
const MAX_IN_FLIGHT = 20;
const MAX_CONNECTIONS = 300;

let process_: ProdProcess, keys: SealingKeysFile, silent: Server;
beforeAll(async () => {
  keys = await SealingKeysFile.create();
  silent = createServer().listen(0, '127.0.0.1'); // this server accepts connections, and never answers
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  process_ = await startProdProcess(
    [tenantEntry('team-a'), tenantEntry('silent', { endpoint: `http://127.0.0.1:${port}` })],
    {
      env: {
        ...process.env,
        SEALING_KEYS_FILE: keys.path,
        REQUEST_TIMEOUT: String(REQUEST_TIMEOUT),
        MAX_REQUESTS_IN_FLIGHT: String(MAX_IN_FLIGHT),
        MAX_CONNECTIONS: String(MAX_CONNECTIONS),
      },
    },
  );
});
afterAll(async () => {
  await process_.stop();
  await keys[Symbol.asyncDispose]();
  silent.close();
});

/** A client that sends a byte from time to time, without end. */
class SlowClient {
  readonly closed: Promise<number>;
  received = '';
  readonly #socket: Socket;
  readonly #timer: NodeJS.Timeout;

  constructor(begin: string, drop: string) {
    const since = performance.now();
    this.#socket = connect(Number(new URL(process_.url).port), '127.0.0.1');
    this.#socket.on('error', () => {});
    this.#socket.on('data', (data) => (this.received += data.toString()));
    this.#socket.write(begin);
    this.#timer = setInterval(() => this.#socket.write(drop), 200);
    this.closed = new Promise((resolve) => {
      this.#socket.once('close', () => {
        clearInterval(this.#timer);
        resolve(performance.now() - since);
      });
    });
  }

  end(): void {
    this.#socket.destroy();
  }
}

const clients: SlowClient[] = [];
afterEach(async () => {
  for (const client of clients) client.end();
  await Promise.all(clients.splice(0).map(({ closed }) => closed));
});

const many = (count: number, begin: string, drop: string): SlowClient[] => {
  const begun = Array.from({ length: count }, () => new SlowClient(begin, drop));
  clients.push(...begun);
  return begun;
};

const as = async (sub: string, tenant = 'team-a') =>
  new ApiClient(process_.url, tenant, await process_.issuer.token({ sub, tenants: [tenant] }));

const slowBody = ({ token }: ApiClient): string =>
  `POST /v1/tenants/team-a/downloads HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n` +
  'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{';

const SLOW_HEAD = 'POST /v1/tenants/team-a/downloads HTTP/1.1\r\nhost: x\r\n';

/** Returns the longest time in milliseconds of 99 of 100 requests of a well-behaved client. */
async function waitOf(client: ApiClient, requests = 200): Promise<number> {
  const waits: number[] = [];
  for (let count = 0; count < requests; count += 1) {
    const begin = performance.now();
    await client.sign('downloads', { key: 'a.txt' });
    waits.push(performance.now() - begin);
  }
  return waits.sort((a, b) => a - b)[Math.floor(requests * 0.99) - 1]!;
}

describe(`${SLOW} clients that`, () => {
  it.each([
    ['never end their header fields', () => many(SLOW, SLOW_HEAD, 'x: y\r\n')],
    ['say nothing at all', () => many(SLOW, '', '')],
  ])('%s hold no one up, are told so, and closed', async (_, begin) => {
    const good = await as('good');
    const slow = begin();
    expect(await waitOf(good)).toBeLessThan(250); // milliseconds, on any machine
    for (const { closed } of slow) expect(await closed).toBeLessThan((REQUEST_TIMEOUT + 5) * 1000);
    const answers = new Set(slow.map(({ received }) => received.split('\r\n', 1)[0]));
    expect(answers).toEqual(new Set(['HTTP/1.1 408 Request Timeout']));
    expect(slow[0]!.received).toContain('"code":"request_timeout"');
  });
});

const answered = (slow: readonly SlowClient[]) =>
  slow.filter(({ received }) => received.startsWith('HTTP/1.1 503')).length;

describe('clients that never end their bodies', () => {
  it('hold no one up, are told so, and closed', async () => {
    const [good, mallory] = [await as('good'), await as('mallory')];
    const slow = many(MAX_IN_FLIGHT / 2 - 1, slowBody(mallory), ' '); // their share beside a request of good
    expect(await waitOf(good)).toBeLessThan(250);
    for (const { closed } of slow) expect(await closed).toBeLessThan((REQUEST_TIMEOUT + 5) * 1000);
    const answers = new Set(slow.map(({ received }) => received.split('\r\n', 1)[0]));
    expect(answers).toEqual(new Set(['HTTP/1.1 408 Request Timeout']));
  });

  it('take a share of what there is, and leave some to tenant-mates and more to other tenants', async () => {
    const [good, mallory, trudy] = [await as('good'), await as('mallory'), await as('trudy')];
    const neighbor = await as('good', 'silent');
    const first = many(SLOW / 2, slowBody(mallory), ' ');
    await vi.waitFor(() => expect(answered(first)).toBe(SLOW / 2 - MAX_IN_FLIGHT / 2));
    expect(first.find(({ received }) => received !== '')!.received).toContain('The service is at capacity');
    expect((await good.post('/downloads', { key: 'a.txt' })).status).toBe(200);

    const others = many(SLOW / 2, slowBody(trudy), ' ');
    await vi.waitFor(() => expect(answered(others)).toBe(SLOW / 2 - 3));
    const { status, headers, json } = await good.post('/downloads', { key: 'a.txt' });
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('5');
    expect(json).toMatchObject({ code: 'service_unavailable' });
    expect((await neighbor.post('/downloads', { key: 'a.txt' })).status).toBe(200);
    expect((await send(`${process_.url}/health/live`)).status).toBe(200);
    expect((await send(`${process_.managementUrl}/health/live`)).status).toBe(200);
    expect(process_.output()).not.toContain('"msg":"unforeseen');

    await Promise.all([...first, ...others].map(({ closed }) => closed));
    expect((await good.post('/downloads', { key: 'a.txt' })).status).toBe(200);
  });
});

describe('connections', () => {
  it('are as many as may be; for a new one, that which has waited longest is closed', async () => {
    const silent_ = many(MAX_CONNECTIONS, '', '');
    await sleep(200);
    const good = await as('good');
    expect((await good.post('/downloads', { key: 'a.txt' })).status).toBe(200);
    expect(await silent_[0]!.closed).toBeLessThan(2000);
    expect((await send(`${process_.managementUrl}/health/live`)).status).toBe(200);
  });
});

describe('a storage that never answers', () => {
  it('is given up in time, and signing doesn’t wait for it', { timeout: 40_000 }, async () => {
    const [waiting, good] = [await as('alice', 'silent'), await as('good')];
    const begin = performance.now();
    const asked = [
      waiting.send('/v1/tenants/silent/objects'),
      waiting.post('/multipart-uploads', { key: 'a.txt' }),
    ];
    expect(await waitOf(good)).toBeLessThan(250);
    expect((await waiting.post('/downloads', { key: 'a.txt' })).status).toBe(200);
    for (const { status, headers, json } of await Promise.all(asked)) {
      expect(status).toBe(503);
      expect(json.code).toBe('storage_unavailable');
      expect(headers['retry-after']).toBe('5');
    }
    expect(performance.now() - begin).toBeLessThan(15_000);
  });
});
