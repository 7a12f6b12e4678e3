import type { Log } from '../../platform/audit/log.js';
import type { HealthService } from './health.service.js';

/** The milliseconds between two checks. */
const TICK = 1_000;

/**
 * Logs when the process becomes ready, and why it is not ready, once per change. An operator reads the log first, and
 * often can't reach the management port.
 */
export class ReadinessLog {
  #told: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly health: Pick<HealthService, 'ready'>,
    private readonly log: Pick<Log, 'notice' | 'warning'>,
  ) {}

  /** Starts the checks. The first one follows after one interval, by which time a process without faults is ready. */
  start(): void {
    this.#timer = setInterval(() => this.look(), TICK).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  look(): void {
    const { status, reasons } = this.health.ready();
    const now = [status, ...reasons].join('\n');
    if (now === this.#told) return;
    this.#told = now;
    if (status === 'up') this.log.notice('ready');
    else this.log.warning('not ready', { reasons });
  }
}
