import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterEach } from 'vitest';
import { Connections, type ConnectionBounds } from '../src/platform/http/connections.js';

export const MIB = 1024 ** 2;
const BOUNDS: ConnectionBounds = { connections: 100, time: 10_000, unread: MIB, held: MIB };

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Starts a server on a free port of 127.0.0.1, and returns its connections and a function that connects clients. The
 * server and the clients are closed when the test ends.
 *
 * @param onParse called for each call of Node's parser
 */
export async function serve(handler: Handler, bounds: Partial<ConnectionBounds> = {}, onParse = () => {}) {
  const connections = new Connections({ ...BOUNDS, ...bounds }, () => {});
  const server = connections.createServer({}, handler).listen(0, '127.0.0.1');
  watchParser(server, onParse);
  servers.push(server);
  await once(server, 'listening');
  const client = (): Socket & { received: string } => {
    const socket = Object.assign(connect((server.address() as AddressInfo).port, '127.0.0.1'), {
      received: '',
    });
    socket.on('data', (data) => (socket.received += data.toString('latin1')));
    socket.on('error', () => {});
    sockets.push(socket);
    return socket;
  };
  return { connections, client };
}

/** Inserts a listener between Node's parser and the connection. */
function watchParser(server: Server, onParse: () => void): void {
  const [, add] = server.listeners('connection') as [unknown, (socket: Socket) => void];
  server.removeListener('connection', add);
  server.on('connection', (socket: Socket) => {
    const [parse] = socket.listeners('data') as [(chunk: Buffer) => void];
    socket.removeListener('data', parse);
    socket.on('data', (chunk: Buffer) => {
      onParse();
      parse(chunk);
    });
    add(socket);
  });
}

export const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
export const post = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
export const chunked = (path: string, body: string): string =>
  `POST ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n` +
  `${body === '' ? '' : `${body.length.toString(16)}\r\n${body}\r\n`}0\r\n\r\n`;

/** Answers with path and body once the body has arrived. */
export const echo: Handler = (request, response) => {
  let body = '';
  request.on('data', (data: Buffer) => (body += data.toString('latin1')));
  request.on('end', () => response.end(`<${request.url} ${body}>`));
};

/** Resolves when the connection has ended for any reason. */
export const ended = (socket: Socket): Promise<void> =>
  new Promise((resolve) => void socket.once('close', () => resolve()));

export const answersIn = (received: string): string[] =>
  Array.from(received.matchAll(/<([^>]*)>/g), ([, text]) => text!);
