import type { FastifyRequest } from 'fastify';
import { accessDenied, notFound } from '../problems/api-error.js';
import type { TenantRegistry } from '../tenants/tenant-registry.js';
import type { Tenant } from '../tenants/tenant.js';
import type { Caller } from './caller.js';
import type { RoutePermission } from './permission.decorator.js';
import { invalidToken, type TokenVerifier } from './token-verifier.js';

/**
 * Runs before a body is read: who is it, and may they speak for the tenant in the path? A route that declares no
 * permission is refused. Which keys the caller may touch, the handlers ask of the tenant's grants.
 */
export class Authenticator {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly tenants: TenantRegistry,
    private readonly clock: () => number,
  ) {}

  /** @throws ApiError `invalid_token`, `access_denied`, `issuer_unavailable` */
  authenticate(request: FastifyRequest): void | Promise<void> {
    const { permission } = request.routeOptions.config as Partial<RoutePermission>;
    if (permission === 'public') return;
    if (permission === undefined) throw accessDenied();
    if (this.#isUnservedRoot(request)) throw notFound();
    const caller = this.tokens.verify(bearerToken(request.headers.authorization), this.clock());
    if (caller instanceof Promise)
      return caller.then((verified) => this.#admit(request, verified, permission));
    return this.#admit(request, caller, permission);
  }

  #admit(
    request: FastifyRequest,
    caller: Caller,
    actions: Exclude<RoutePermission['permission'], 'public'>,
  ): void {
    const tenant = this.#tenantOf(request);
    if (!tenant || !tenant.issuers.has(caller.issuer) || !caller.tenants.has(tenant.id)) throw accessDenied();
    if (actions.every((action) => tenant.grants.prefixes(caller, action).length === 0)) throw accessDenied();
    request.access = { tenant, caller, requestId: request.id };
  }

  /** Routes at the root speak of the only tenant; a process that serves several has no such routes. */
  #isUnservedRoot(request: FastifyRequest): boolean {
    return (request.params as { tenant?: string }).tenant === undefined && this.tenants.only === undefined;
  }

  /** The tenant in the path, or the only one where the route stands at the root. */
  #tenantOf(request: FastifyRequest): Tenant | undefined {
    const { tenant } = request.params as { tenant?: string };
    return tenant === undefined ? this.tenants.only : this.tenants.get(tenant);
  }
}

/** RFC 6750 §2.1: the scheme in any case, one space, a b64token. */
function bearerToken(authorization: string | undefined): string {
  const match = authorization === undefined ? null : /^bearer ([\w.~+/-]+=*)$/i.exec(authorization);
  if (!match) throw invalidToken();
  return match[1]!;
}
