import type { FastifyInstance } from 'fastify';
import type { Admissions } from '../../limits/admissions.js';
import { keepBodyLimits } from '../../platform/http/body-limit.js';
import type { ConnectionBounds, Connections } from '../../platform/http/connections.js';
import { MEMORY } from '../../platform/process/server-bounds.js';
import { failSlowBodies } from './read-body.js';

/** The milliseconds between two checks for slow connections and bodies. */
const INTERVAL = 1000;

export const connectionBounds = (connections: number): ConnectionBounds => ({
  connections,
  time: 300_000, // S3 may take two minutes to complete an upload whose parts were listed
  unread: MEMORY,
  held: 4 * 1024 ** 2,
});

/** Enforces the limits of connections and bodies once a second, and enables routes to set their own body limits. */
export function keepBounds(server: FastifyInstance, connections: Connections, admissions: Admissions): void {
  keepBodyLimits(server);
  const timer = setInterval(() => {
    connections.sweep();
    failSlowBodies(admissions.arriving());
  }, INTERVAL).unref();
  server.addHook('onClose', () => clearInterval(timer));
}
