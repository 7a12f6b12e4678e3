import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Milliseconds between looks. */
const INTERVAL = 20;
/** Successive looks that must find no connection: some may wait in the kernel, and closing would reset them. */
const LOOKS = 5;

/**
 * What comes before closing, so that no request is lost. Everything is still answered, and each answer says that its
 * connection ends with it (RFC 9112 §9.6): a client that keeps connections would else send its next request on one that
 * is just being closed. Settles when no connection is left and no new one comes.
 *
 * @param limit milliseconds to wait for connections on which nothing comes, and for load balancers that keep sending new
 *   ones
 */
export async function drain(server: Server, limit = 0): Promise<void> {
  const connections = promisify(server.getConnections.bind(server));
  let came = false;
  server.on('connection', () => (came = true));
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('connection', 'close');
  });
  const end = performance.now() + Math.max(limit, LOOKS * INTERVAL);
  for (let quiet = 0; quiet < LOOKS && performance.now() < end;) {
    await setTimeout(INTERVAL);
    quiet = came || (await connections()) > 0 ? 0 : quiet + 1;
    came = false;
  }
}
