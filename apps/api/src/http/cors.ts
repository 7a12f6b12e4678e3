import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import type { TenantRegistry } from '../tenants/tenant-registry.js';

const CLOSED = { origin: false };

const OPEN = {
  methods: ['GET', 'POST', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'x-request-id', 'traceparent', 'tracestate'],
  exposedHeaders: ['location', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id'],
  maxAge: 600, // seconds
  strictPreflight: false, // what is no preflight goes its way
};

/**
 * Fetch Standard, "CORS protocol", per tenant: only the origins that the tenant names. Other browsers, and everybody
 * who asks about a tenant that isn't there, get an answer without the headers, which tells them nothing.
 */
export function enableCors(app: NestFastifyApplication, tenants: TenantRegistry): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.url === '*') route.config = { ...route.config, permission: 'public' }; // the plugin's own, for preflights
    });
  app.enableCors({
    delegator: (request, decide) => {
      const { origin } = request.headers;
      if (origin === undefined || !allows(tenants, request, origin)) return decide(null, CLOSED);
      decide(null, {
        ...OPEN,
        origin,
        preflight: request.headers['access-control-request-method'] !== undefined,
      });
    },
  });
}

function allows(tenants: TenantRegistry, { params }: FastifyRequest, origin: string): boolean {
  const { tenant } = (params ?? {}) as { tenant?: string };
  const served = tenant === undefined ? tenants.only : tenants.get(tenant);
  return served?.entry.cors?.origins.includes(origin) ?? false;
}
