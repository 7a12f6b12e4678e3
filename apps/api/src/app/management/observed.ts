import type { HealthService } from '../../features/health/health.service.js';
import type { Admissions } from '../../limits/admissions.js';
import type { Log } from '../../platform/audit/log.js';
import type { Clock } from '../../platform/clock.js';
import type { Metrics } from '../../platform/metrics/metrics.js';
import type { TenantRegistry } from '../../tenancy/tenants/tenant-registry.js';

/** The parts of a process that metrics and health describe. */
export interface Observed {
  readonly metrics: Metrics;
  readonly health: Pick<HealthService, 'ready' | 'unreachableIssuers'>;
  readonly log: Pick<Log, 'failure'>;
  readonly tenants: Pick<TenantRegistry, 'all' | 'only' | 'refusal' | 'teamFiles'>;
  readonly inFlight: Pick<Admissions, 'size'>;
  readonly clock: Clock;
}
