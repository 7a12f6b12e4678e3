import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { send } from '../../../../../test/support/clients/http.js';
import { Acceptors, LISTEN_OPTIONS, requireFree } from './acceptors.js';

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function serve(host = '127.0.0.1'): Promise<{ server: Server; port: number }> {
  const server = createServer((_request, response) => response.end('here'));
  servers.push(server);
  await once(server.listen({ host, port: 0, ...LISTEN_OPTIONS }), 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

it.runIf(process.platform === 'linux')(
  'accepts several connections in a turn of the event loop',
  async () => {
    const { server, port } = await serve();
    const acceptors = await Acceptors.open(server);
    const perTurn: number[] = [];
    server.on('connection', () => (perTurn[perTurn.length - 1]! += 1));
    sockets.push(...Array.from({ length: 200 }, () => connect(port, '127.0.0.1')));
    for (let accepted = 0; accepted < 200; accepted = perTurn.reduce((all, each) => all + each)) {
      perTurn.push(0);
      await new Promise(setImmediate);
    }
    expect(Math.max(...perTurn)).toBe(4);
    acceptors.close();
  },
);

it.each(['127.0.0.1', '::', '0.0.0.0'])('answers on all connections to %s', async (host) => {
  const { server, port } = await serve(host);
  const acceptors = await Acceptors.open(server);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => send(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } })),
  );
  expect(answers.filter(({ status, text }) => status === 200 && text === 'here')).toHaveLength(50);
  acceptors.close();
});

it('finds a port that is in use', async () => {
  const { server, port } = await serve();
  await expect(requireFree('127.0.0.1', port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await once(server.close(), 'close');
  await requireFree('127.0.0.1', port);
  await requireFree('127.0.0.1', 0);
});
