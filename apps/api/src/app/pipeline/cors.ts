import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TenantRegistry } from '../../tenancy/tenants/tenant-registry.js';

const CLOSED = { origin: false };

const OPEN = {
  methods: ['GET', 'POST', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'x-request-id', 'traceparent', 'tracestate'],
  exposedHeaders: ['location', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id'],
  maxAge: 600, // seconds
  strictPreflight: false, // what is no preflight goes its way
};

/**
 * Fetch Standard, "CORS protocol". Before it is known who calls, pages of every tenant's origins are let in, whatever the
 * path names: a preflight or a refusal must not tell which tenant is there, which origins it has, or whether a capability
 * is good. What an admitted caller is answered, `closeToOthers` keeps for the origins of the caller's own tenant.
 */
export function enableCors(app: NestFastifyApplication, tenants: TenantRegistry): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.url === '*') route.config = { ...route.config, permission: 'public' }; // the plugin's own, for preflights
    });
  app.enableCors({
    delegator: ({ headers }, decide) => {
      const { origin } = headers;
      if (origin === undefined) return decide(null, CLOSED);
      const preflight = headers['access-control-request-method'] !== undefined;
      const answer = () =>
        decide(null, tenants.origins.has(origin) ? { ...OPEN, origin, preflight } : CLOSED);
      const { loaded } = tenants.origins.has(origin) ? {} : (tenants.teamFiles ?? {}); // some files may not be read yet
      if (loaded) void loaded.then(answer);
      else answer();
    },
  });
}

/** Call this once the caller is admitted. Pages of other tenants' origins can't read the answer, whatever it is. */
export function closeToOthers({ access, headers: { origin } }: FastifyRequest, reply: FastifyReply): void {
  if (origin === undefined || !access || access.tenant.entry.cors?.origins.includes(origin)) return;
  void reply.removeHeader('access-control-allow-origin').removeHeader('access-control-expose-headers');
}
