import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Connections } from '../../platform/http/connections.js';

/** The milliseconds between two checks. */
const INTERVAL = 20;
/**
 * The number of consecutive checks that must find no connection. Some connections may wait in the kernel, and closing
 * the server would reset them.
 */
const LOOKS = 5;

/**
 * Waits before the server closes, so that no request is lost. Requests are still answered, and each answer ends its
 * connection (RFC 9112 §9.6): otherwise, a client would send its next request on a connection that is just being
 * closed. Resolves when no connection is open and no new one arrives, or when the limit is reached.
 *
 * @param limit milliseconds to wait for idle connections, and for load balancers that still open new ones
 */
export async function drain(
  server: Server,
  connections: Pick<Connections, 'size'>,
  limit = 0,
): Promise<void> {
  let came = false;
  server.on('connection', () => (came = true));
  server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
    response.setHeader('connection', 'close');
  });
  const end = performance.now() + Math.max(limit, LOOKS * INTERVAL);
  for (let quiet = 0; quiet < LOOKS && performance.now() < end;) {
    await setTimeout(INTERVAL);
    quiet = came || connections.size > 0 ? 0 : quiet + 1;
    came = false;
  }
}
