import { fastify, type FastifyInstance } from 'fastify';
import type { Health } from '../../features/health/health.service.js';
import type { Exposition } from './exposition.js';
import type { Observed } from './observed.js';

/**
 * Creates the server of the second port, which is only for operators, probes and Prometheus. It answers health with
 * reasons, and metrics.
 *
 * @param tenantLimit the number of tenants that have a label of their own in metrics
 */
export function createManagementServer(
  observed: Observed & { readonly health: { live(): Health } },
  tenantLimit?: number,
): FastifyInstance {
  const server = fastify({ logger: false, forceCloseConnections: true });
  const { health } = observed;
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
  let exposition: Promise<Exposition> | undefined;
  server.get('/metrics', async (request, reply) => {
    const { contentType, body } = await (
      await (exposition ??= expose(observed, tenantLimit))
    ).text(request.headers.accept);
    return reply.header('content-type', contentType).header('cache-control', 'no-store').send(body);
  });
  return server;
}

/** Loads the exposition at the first scrape, because the start does not need it. */
async function expose(observed: Observed, tenantLimit: number = TENANTS): Promise<Exposition> {
  const { Exposition } = await import('./exposition.js');
  return new Exposition(observed, tenantLimit);
}

const TENANTS = 1_000;
