import { Inject, Injectable } from '@nestjs/common';
import { Authenticator } from '../../access/authentication/authenticate.js';
import type { UnreachableKeys } from '../../access/authentication/token-verifier.js';
import { Log } from '../../platform/audit/log.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { annotationError } from '../../tenancy/aws-credentials/annotated-role.js';
import { TenantRegistry } from '../../tenancy/tenants/tenant-registry.js';

export interface Health {
  readonly status: 'up' | 'down';
  /** The reasons for being down, and other faults, for an operator. They are shown on the management port only. */
  readonly reasons: readonly string[];
}

/**
 * Reports liveness and readiness of the process. Liveness does not depend on AWS, because a restart would not fix a
 * fault there.
 */
@Injectable()
export class HealthService {
  #stopping = false;

  constructor(
    private readonly log: Log,
    private readonly tenants: TenantRegistry,
    private readonly authenticator: Authenticator,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Makes the process not ready, so that load balancers send requests elsewhere. */
  stop(): void {
    this.#stopping = true;
  }

  live(): Health {
    return { status: 'up', reasons: [] };
  }

  /** Returns the issuers of the tenant file whose keys can't be read. */
  unreachableIssuers(): readonly UnreachableKeys[] {
    return this.authenticator.unreachableIssuers();
  }

  ready(): Health {
    const reasons: string[] = [];
    if (this.#stopping) reasons.push('The process is stopping.');
    if (this.log.failure !== undefined) {
      reasons.push(`The audit log can’t be written, so nothing is signed: ${this.log.failure}.`);
    }
    const { only } = this.tenants; // with several tenants, each is proven on first use
    const against = only?.reasonAgainst(this.clock());
    if (only && against !== undefined) reasons.push(`Tenant ${only.id}: ${against}`);
    const error = only && annotationError(only.entry.credentials);
    if (error !== undefined) reasons.push(error);
    if (this.tenants.outage !== undefined) reasons.push(this.tenants.outage);
    const status = reasons.length === 0 ? 'up' : 'down';
    const { refusal, teamFiles } = this.tenants;
    if (refusal !== undefined) {
      reasons.push(
        `The tenant file has changed and is refused, so the previous version stays in force: ${refusal}`,
      );
    }
    // An unreachable issuer does not make a pod unready: all pods would be unready together, and tokens of other
    // issuers would be refused too.
    for (const { source, failure } of this.unreachableIssuers()) {
      reasons.push(
        `Issuer keys from ${source} can’t be read, so its tokens may be refused: ${failure.message}`,
      );
    }
    if (teamFiles) reasons.push(...teamFiles.reasons);
    return { status, reasons };
  }
}
