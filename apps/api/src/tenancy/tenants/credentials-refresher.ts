import type { Log } from '../../platform/audit/log.js';
import type { Clock } from '../../platform/clock.js';
import type { SessionFate } from '../aws-credentials/session-check.js';
import type { TenantRegistry } from './tenant-registry.js';
import type { Tenant } from './tenant.js';

/** Milliseconds. */
const TICK = 1_000;
/** How many sessions are checked in a tick, so that a process with many tenants has time for requests. */
const CHECKS = 10;
/** Seconds. */
export const DEFAULT_SESSION_CHECK = 15;

/**
 * What happens without a request: the only tenant of a process is proven, credentials are renewed ahead of need, and
 * sessions in use are checked. One timer for all tenants.
 */
export class CredentialsRefresher {
  #timer: NodeJS.Timeout | undefined;

  /** @param checkEvery seconds, at most, between two checks of a session */
  constructor(
    private readonly tenants: TenantRegistry,
    private readonly log: Pick<Log, 'warning'>,
    private readonly clock: Clock,
    private readonly checkEvery = DEFAULT_SESSION_CHECK,
  ) {}

  start(): void {
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), TICK).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** One try to prove the only tenant. A refusal is kept for the management port, and tried again when its time has come. */
  async prove(): Promise<void> {
    const { only } = this.tenants;
    try {
      await only?.proof?.require(only.secondsAt(this.clock()));
    } catch {
      // as `reasonAgainst` says
    }
  }

  /** Finds out whether AWS still accepts the tenant's session, where that isn't known yet. */
  async recheck(tenant: Tenant): Promise<SessionFate> {
    const { sessionCheck } = tenant;
    if (!sessionCheck) return 'unknown';
    if (sessionCheck.running) return sessionCheck.running;
    const begun = this.clock();
    const accessKeyId = tenant.credentials.held?.identity.accessKeyId;
    const fate = await sessionCheck.check(tenant.secondsAt(begun), Math.random());
    if (fate === 'replaced' || fate === 'refused') {
      const reason = tenant.reasonAgainst(this.clock());
      const durationMs = this.clock() - begun;
      this.log.warning('session refused', { tenant: tenant.id, accessKeyId, fate, reason, durationMs });
    }
    return fate;
  }

  /** Checks the sessions whose time has come, the longest unchecked first. */
  async checkDue(): Promise<void> {
    const now = this.clock();
    const due = this.tenants.all.filter((tenant) =>
      tenant.sessionCheck?.isDue(tenant.secondsAt(now), this.checkEvery),
    );
    if (due.length > CHECKS) due.sort((one, other) => checkedAt(one) - checkedAt(other));
    await Promise.all(due.slice(0, CHECKS).map((tenant) => this.recheck(tenant)));
  }

  #tick(): void {
    const now = this.clock();
    void this.prove();
    for (const tenant of this.tenants.all) tenant.renewIfDue(now, Math.random());
    void this.checkDue();
  }
}

const checkedAt = ({ sessionCheck }: Tenant): number => sessionCheck?.checkedAt ?? 0;
