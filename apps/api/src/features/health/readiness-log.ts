import type { Log } from '../../platform/audit/log.js';
import type { HealthService } from './health.service.js';

/** Milliseconds. */
const TICK = 1_000;

/**
 * Tells the log when the process gets ready, and why it isn't: once for each change. An operator
 * looks there first, and often can't reach the management port.
 */
export class ReadinessLog {
  #told: string | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly health: Pick<HealthService, 'ready'>,
    private readonly log: Pick<Log, 'notice' | 'warning'>,
  ) {}

  /** The first look is a tick away: by then a process whose world is in order is ready. */
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
