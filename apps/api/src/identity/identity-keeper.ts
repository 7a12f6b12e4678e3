import type { Clock } from '../clock.js';
import type { TenantRegistry } from '../tenants/tenant-registry.js';

/** Milliseconds. */
const TICK = 1_000;

/**
 * What happens without a request: the only tenant of a process is proven, and credentials are renewed ahead of need.
 * One timer for all tenants.
 */
export class IdentityKeeper {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly tenants: TenantRegistry,
    private readonly clock: Clock,
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

  #tick(): void {
    const now = this.clock();
    void this.prove();
    for (const tenant of this.tenants.all) tenant.renewIfDue(now, Math.random());
  }
}
