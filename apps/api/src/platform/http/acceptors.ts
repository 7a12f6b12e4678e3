import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';

/** The number of further sockets. Where the kernel does not share out connections, there are none. */
const FURTHER = process.platform === 'linux' ? 3 : 0;
/**
 * The maximum number of connections that wait to be accepted, for each socket. The kernel's `somaxconn` may lower it.
 * Node's default is 511.
 */
const BACKLOG = 4096;

/** The options with which the server itself must listen, so that further sockets can listen on its port. */
export const LISTEN_OPTIONS = { backlog: BACKLOG, reusePort: FURTHER > 0 };

/**
 * Further sockets that listen on the port of an HTTP server (SO_REUSEPORT). libuv accepts one connection per socket in a
 * turn of the event loop. When turns are long, a client's connection would otherwise wait for seconds behind those of
 * other clients.
 */
export class Acceptors {
  private constructor(private readonly servers: readonly Server[]) {}

  /** @throws the operating system's error about the port */
  static async open(server: HttpServer): Promise<Acceptors> {
    const { address: host, port } = server.address() as AddressInfo;
    const acceptors = new Acceptors(Array.from({ length: FURTHER }, () => acceptorFor(server)));
    for (const each of acceptors.servers) await listening(each, { host, port, ...LISTEN_OPTIONS });
    return acceptors;
  }

  /** Stops listening. Open connections stay open. */
  close(): void {
    for (const server of this.servers) server.close();
  }
}

/** Returns a server that passes its connections on, with the options that an HTTP server has for its own. */
const acceptorFor = (server: HttpServer): Server =>
  createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket));

/**
 * Requires that a port is free. A second process of the same user could otherwise listen on it too, and would get a part
 * of the connections.
 *
 * @param port 0 stands for any free port
 * @throws the operating system's error EADDRINUSE
 */
export async function requireFree(host: string, port: number): Promise<void> {
  const server = createServer();
  await listening(server, { host, port });
  await once(server.close(), 'close');
}

async function listening(server: Server, options: object): Promise<void> {
  await once(server.listen(options), 'listening');
}
