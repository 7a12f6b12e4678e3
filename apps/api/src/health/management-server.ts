import { fastify, type FastifyInstance } from 'fastify';
import type { Health, HealthService } from './health.service.js';

/** The second port, for operators and probes alone: health with reasons. */
export function createManagementServer(health: HealthService): FastifyInstance {
  const server = fastify({ logger: false, forceCloseConnections: true });
  const route = (path: string, look: () => Health) =>
    server.get(path, (_request, reply) => {
      const answer = look();
      void reply
        .code(answer.status === 'up' ? 200 : 503)
        .header('cache-control', 'no-store')
        .send(answer);
    });
  route('/health/live', () => health.live());
  route('/health/ready', () => health.ready());
  return server;
}
