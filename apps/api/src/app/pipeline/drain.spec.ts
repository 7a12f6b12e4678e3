import { once } from 'node:events';
import { Agent, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Connections } from '../../platform/http/connections.js';
import { drain } from './drain.js';

let connections: Connections;
let server: Server;
let agent: Agent;

beforeEach(async () => {
  agent = new Agent({ keepAlive: true });
  connections = new Connections({ connections: 10, time: 1e6, unread: 1e6, held: 1e6 }, () => {});
  server = connections.createServer({}, (_request, response) => response.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  agent.destroy();
  server.closeAllConnections();
  server.close();
});

async function ask(): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  const outgoing = request({ host: '127.0.0.1', port, agent }).end();
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  await once(answer.resume(), 'end');
  return answer;
}

describe('drain', () => {
  it('answers on a connection that was kept, and says that it ends', async () => {
    const before = await ask();
    expect(before.headers.connection).toBe('keep-alive');
    const drained = drain(server, connections, 10_000);
    const after = await ask();
    expect(after.headers.connection).toBe('close');
    await drained; // ends long before the limit, because no connection is open
  });

  it('waits for a kept connection on which nothing comes, but no longer than the limit', async () => {
    await ask();
    const begin = performance.now();
    await drain(server, connections, 300);
    expect(performance.now() - begin).toBeGreaterThanOrEqual(299);
  });

  it('does not wait for it without a limit', async () => {
    await ask();
    const begin = performance.now();
    await drain(server, connections);
    expect(performance.now() - begin).toBeLessThan(1000);
  });

  it('goes on while new connections come', async () => {
    let isDone = false;
    const drained = drain(server, connections, 10_000).then(() => (isDone = true));
    for (let count = 0; count < 6; count += 1) {
      await setTimeout(50);
      expect(isDone).toBe(false);
      expect((await ask()).headers.connection).toBe('close');
    }
    await drained;
  });
});
