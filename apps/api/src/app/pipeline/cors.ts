import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TenantRegistry } from '../../tenancy/tenants/tenant-registry.js';

const CLOSED = { origin: false };

const OPEN = {
  methods: ['GET', 'POST', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'x-request-id', 'traceparent', 'tracestate'],
  exposedHeaders: ['location', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id'],
  maxAge: 600, // seconds
  strictPreflight: false, // let other OPTIONS requests pass
};

/**
 * Enables CORS (Fetch Standard, "CORS protocol"). Before the caller is known, origins of all tenants are allowed for
 * every path: a preflight or a refusal must not reveal whether a tenant exists, which origins it has, or whether a
 * capability is valid. After admission, `closeToOthers` restricts the answer to the origins of the caller's own tenant.
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

/** Prevents pages of other tenants' origins from reading the answer. Call this once the caller is admitted. */
export function closeToOthers({ access, headers: { origin } }: FastifyRequest, reply: FastifyReply): void {
  if (origin === undefined || !access || access.tenant.entry.cors?.origins.includes(origin)) return;
  void reply.removeHeader('access-control-allow-origin').removeHeader('access-control-expose-headers');
}
