import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { andThen, type MaybePromise } from '#s3-presign';
import type { Action } from '#tenant-file';
import type { Caller } from '../../platform/caller.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { accessDenied, notFound } from '../../platform/problems/api-error.js';
import { TenantRegistry } from '../../tenancy/tenants/tenant-registry.js';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import type { Permission } from '../authorization/permission.decorator.js';
import { SealedSessions } from '../sealing/sealed-sessions.js';
import { bearerToken } from './bearer-token.js';
import { TokenVerifier, type UnreachableKeys } from './token-verifier.js';

/**
 * Authenticates a request before its body is read: it verifies the token, and checks that the caller may act for the
 * tenant in the path. A route that declares no permission is refused. The handlers check the keys against the tenant's
 * grants.
 */
@Injectable()
export class Authenticator {
  constructor(
    private readonly tokens: TokenVerifier,
    private readonly tenants: TenantRegistry,
    private readonly sessions: SealedSessions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Finds the caller and the tenant of a request. Tenants and issuers are read at the same instant, so that a changed
   * tenant file is never mixed with the previous one.
   *
   * @param permission that the route declares
   * @throws ApiError `invalid_token`, `access_denied`, `issuer_unavailable`, `session_not_active`,
   * `sealing_unavailable`
   * @throws PresignError `tenant_unavailable`
   */
  authenticate(request: FastifyRequest, permission: Permission | undefined): MaybePromise<void> {
    if (permission === 'public') return;
    if (permission === 'capability') return this.#admitSession(request);
    if (permission === undefined) throw accessDenied({ reason: 'no_permission_declared' });
    if (this.#isUnservedRoot(request)) throw notFound();
    const token = bearerToken(request.raw.rawHeaders);
    const tenant = this.#tenantOf(request);
    this.tokens.trust(this.tenants.issuers);
    const verified = this.tokens.verify(token, this.clock());
    return andThen(verified, (callers) => this.#admit(request, callers, tenant, permission));
  }

  /** Returns the issuers of the tenant file whose keys can't be read. */
  unreachableIssuers(): readonly UnreachableKeys[] {
    this.tokens.trust(this.tenants.issuers);
    return this.tokens.unreachable(this.clock());
  }

  /**
   * Admits a caller whose issuer the tenant lists and whose claim names the tenant. Only such a caller learns that the
   * tenant is unavailable.
   */
  #admit(
    request: FastifyRequest,
    callers: readonly Caller[],
    tenant: Tenant | undefined,
    actions: readonly Action[],
  ): MaybePromise<void> {
    if (!tenant) throw accessDenied({ reason: 'tenant_not_served', caller: callers[0] });
    const listed = callers.filter(({ issuer }) => tenant.issuers.includes(issuer));
    const caller = listed.find(({ tenants }) => tenants.has(tenant.id));
    request.refused = caller ?? listed[0] ?? callers[0]!; // replaced when the caller is admitted
    if (!caller) {
      const reason = listed.length > 0 ? 'tenant_not_named' : 'issuer_not_listed';
      throw accessDenied({ reason, caller: request.refused, tenant: tenant.id });
    }
    return andThen(this.tenants.inForce(tenant), (loaded) => admit(request, caller, loaded, actions));
  }

  async #admitSession(request: FastifyRequest): Promise<void> {
    request.access = await this.sessions.accessOf(request);
  }

  /**
   * Returns whether the route is at the root and the process has several tenants. Only a process with one tenant serves
   * routes at the root.
   */
  #isUnservedRoot(request: FastifyRequest): boolean {
    return (request.params as { tenant?: string }).tenant === undefined && this.tenants.only === undefined;
  }

  /** Returns the tenant in the path, or the only tenant for a route at the root. */
  #tenantOf(request: FastifyRequest): Tenant | undefined {
    const { tenant } = request.params as { tenant?: string };
    return tenant === undefined ? this.tenants.only : this.tenants.get(tenant);
  }
}

function admit(request: FastifyRequest, caller: Caller, tenant: Tenant, actions: readonly Action[]): void {
  if (!actions.some((action) => tenant.grants.allowsSome(caller, action))) {
    const requires = { action: actions[0]!, prefixes: [] };
    throw accessDenied({ reason: 'no_grant', caller, tenant: tenant.id }, requires);
  }
  request.access = { tenant, caller, requestId: request.id, client: request.raw.socket, audited: false };
}
