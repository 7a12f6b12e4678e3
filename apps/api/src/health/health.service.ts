import { Injectable } from '@nestjs/common';
import { Log } from '../audit/log.js';
import { TenantRegistry } from '../tenants/tenant-registry.js';

export interface Health {
  readonly status: 'up' | 'down';
  /** Why it is down, in words for an operator; for the management port only. */
  readonly reasons: readonly string[];
}

/** Whether the process lives and can serve. Liveness does not depend on AWS: a restart would mend nothing there. */
@Injectable()
export class HealthService {
  #stopping = false;

  constructor(
    private readonly log: Log,
    private readonly tenants: TenantRegistry,
  ) {}

  /** From now on the process is not ready: load balancers shall look elsewhere. */
  stop(): void {
    this.#stopping = true;
  }

  live(): Health {
    return { status: 'up', reasons: [] };
  }

  ready(): Health {
    const reasons: string[] = [];
    if (this.#stopping) reasons.push('The process is stopping.');
    if (this.log.failure !== undefined) {
      reasons.push(`The audit log can’t be written, so nothing is signed: ${this.log.failure}.`);
    }
    if (this.tenants.all.length === 0) reasons.push('The tenant file names no tenant.');
    return { status: reasons.length === 0 ? 'up' : 'down', reasons };
  }
}
