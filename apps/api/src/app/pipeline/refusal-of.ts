import type { FastifyRequest } from 'fastify';
import type { RoutePermission } from '../../access/authorization/permission.decorator.js';
import type { Refusal } from '../../platform/problems/refusal.js';

/** The form of a tenant's id. Other texts in a path are not logged. */
const TENANT_ID = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Returns the reason why a request was refused, for the request line. For a known caller, it includes the tenant, the
 * action and the key, as far as they are known before the body is read.
 *
 * @returns `undefined` for every answer but a 401, a 403 and a batch with such operations
 */
export function refusalOf(request: FastifyRequest): Refusal | undefined {
  const { access } = request;
  const refusal = request.refusal ?? access?.refusal;
  if (!refusal || !(access ?? refusal.caller)) return refusal;
  return {
    ...refusal,
    tenant: refusal.tenant ?? tenantIn(request),
    action: refusal.action ?? actionOf(request),
    key: refusal.key ?? keyIn(request),
  };
}

function tenantIn({ params }: FastifyRequest): string | undefined {
  const { tenant } = (params ?? {}) as { tenant?: string };
  return tenant !== undefined && TENANT_ID.test(tenant) ? tenant : undefined;
}

/** Returns the action of a route; the first one if the route has several. A capability only allows uploads. */
function actionOf({ routeOptions }: FastifyRequest): string | undefined {
  const { permission } = routeOptions.config as Partial<RoutePermission>;
  if (permission === 'capability') return 'upload';
  return Array.isArray(permission) ? (permission as readonly string[])[0] : undefined;
}

/** Returns the key or the listing's prefix in a query. A query may repeat the parameter, whose value is then a list. */
function keyIn({ query }: FastifyRequest): string | undefined {
  const { key, prefix } = (query ?? {}) as Record<string, unknown>;
  const named = key ?? prefix;
  return typeof named === 'string' ? named : undefined;
}
