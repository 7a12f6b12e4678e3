import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { TenantRegistry } from '../tenants/tenant-registry.js';
import type { Tenant } from '../tenants/tenant.js';
import type { SealedSessions } from '../upload-sessions/sealed-sessions.js';

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
 * who asks about a tenant or an upload session that isn't there, get an answer without the headers, which tells them nothing.
 */
export function enableCors(
  app: NestFastifyApplication,
  tenants: TenantRegistry,
  sessions: SealedSessions,
): void {
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRoute', (route) => {
      if (route.url === '*') route.config = { ...route.config, permission: 'public' }; // the plugin's own, for preflights
    });
  app.enableCors({
    delegator: (request, decide) => {
      const { origin } = request.headers;
      if (origin === undefined) return decide(null, CLOSED);
      const decideFor = (tenant: Tenant | undefined): void => {
        if (!tenant?.entry.cors?.origins.includes(origin)) return decide(null, CLOSED);
        decide(null, {
          ...OPEN,
          origin,
          preflight: request.headers['access-control-request-method'] !== undefined,
        });
      };
      const { tenant, capability } = (request.params ?? {}) as { tenant?: string; capability?: string };
      if (capability === undefined)
        return decideFor(tenant === undefined ? tenants.only : tenants.get(tenant));
      sessions.accessOf(request).then(
        (access) => decideFor(access?.tenant),
        () => decideFor(undefined),
      );
    },
  });
}
