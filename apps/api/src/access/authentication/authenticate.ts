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
 * Runs before a body is read: who is it, and may they speak for the tenant in the path? A route that declares no
 * permission is refused. Which keys the caller may touch, the handlers ask of the tenant's grants.
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
   * Tenants and issuers are taken at the same instant: a changed tenant file must not mix with the old one.
   *
   * @param permission that the route declares
   * @throws ApiError `invalid_token`, `access_denied`, `issuer_unavailable`, `session_not_active`, `sealing_unavailable`
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

  /** The issuers of the tenant file whose keys can't be read. */
  unreachableIssuers(): readonly UnreachableKeys[] {
    this.tokens.trust(this.tenants.issuers);
    return this.tokens.unreachable(this.clock());
  }

  /** A token speaks for a tenant that lists its issuer and that its claim names. Only then is told that it can’t be served. */
  #admit(
    request: FastifyRequest,
    callers: readonly Caller[],
    tenant: Tenant | undefined,
    actions: readonly Action[],
  ): MaybePromise<void> {
    if (!tenant) throw accessDenied({ reason: 'tenant_not_served', caller: callers[0] });
    const listed = callers.filter(({ issuer }) => tenant.issuers.includes(issuer));
    const caller = listed.find(({ tenants }) => tenants.has(tenant.id));
    request.refused = caller ?? listed[0] ?? callers[0]!; // until it is admitted
    if (!caller) {
      const reason = listed.length > 0 ? 'tenant_not_named' : 'issuer_not_listed';
      throw accessDenied({ reason, caller: request.refused, tenant: tenant.id });
    }
    return andThen(this.tenants.inForce(tenant), (loaded) => admit(request, caller, loaded, actions));
  }

  async #admitSession(request: FastifyRequest): Promise<void> {
    request.access = await this.sessions.accessOf(request);
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

function admit(request: FastifyRequest, caller: Caller, tenant: Tenant, actions: readonly Action[]): void {
  if (!actions.some((action) => tenant.grants.allowsSome(caller, action))) {
    const requires = { action: actions[0]!, prefixes: [] };
    throw accessDenied({ reason: 'no_grant', caller, tenant: tenant.id }, requires);
  }
  request.access = { tenant, caller, requestId: request.id, audited: false };
}
