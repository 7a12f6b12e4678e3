import type { Log } from '../../platform/audit/log.js';
import type { Clock } from '../../platform/clock.js';
import type { SessionFate } from '../aws-credentials/session-check.js';
import type { TenantRegistry } from './tenant-registry.js';
import type { Tenant } from './tenant.js';

/** The interval of the timer in milliseconds. */
const TICK = 1_000;
/**
 * The maximum number of sessions that are checked per tick, so that a process with many tenants has time for requests.
 */
const CHECKS = 10;
/** The default number of seconds between two checks of a session. */
export const DEFAULT_SESSION_CHECK = 15;

/**
 * Does the work that no request triggers: it proves the only tenant of a process, renews credentials before they
 * expire, and checks sessions that are in use. One timer serves all tenants.
 */
export class CredentialsRefresher {
  #timer: NodeJS.Timeout | undefined;

  /** @param checkEvery the longest time in seconds between two checks of a session */
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

  /**
   * Tries once to prove the only tenant. A failure is kept for the management port, and the next attempt follows when
   * it is due.
   */
  async prove(): Promise<void> {
    const { only } = this.tenants;
    try {
      await only?.proof?.require(only.secondsAt(this.clock()));
    } catch {
      // `reasonAgainst` holds the cause
    }
  }

  /** Checks whether AWS still accepts the tenant's session, unless a recent check has shown it. */
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

  /** Checks the sessions that are due, beginning with the one that was not checked for the longest time. */
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
