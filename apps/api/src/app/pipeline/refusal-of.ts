import type { FastifyRequest } from 'fastify';
import type { RoutePermission } from '../../access/authorization/permission.decorator.js';
import type { Refusal } from '../../platform/problems/refusal.js';

/** A tenant's id by its form: anything else that a path may hold is not repeated. */
const TENANT_ID = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Returns why a request was refused, for its line: of a known caller with tenant, action and key, as far as the request
 * tells them before its body is read.
 *
 * @returns `undefined` for everything but a 401, a 403 and a batch with such operations
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

/** A capability allows uploads and nothing else. Of several actions of a route the first is the usual one. */
function actionOf({ routeOptions }: FastifyRequest): string | undefined {
  const { permission } = routeOptions.config as Partial<RoutePermission>;
  if (permission === 'capability') return 'upload';
  return Array.isArray(permission) ? (permission as readonly string[])[0] : undefined;
}

/** Returns the key that a query names, or the prefix of a listing. A query may name it twice, and then has a list. */
function keyIn({ query }: FastifyRequest): string | undefined {
  const { key, prefix } = (query ?? {}) as Record<string, unknown>;
  const named = key ?? prefix;
  return typeof named === 'string' ? named : undefined;
}
