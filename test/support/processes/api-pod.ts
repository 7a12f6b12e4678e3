import { setTimeout as sleep } from 'node:timers/promises';
import type { Health } from '../../../apps/api/src/features/health/health.service.js';
import { ApiClient } from '../clients/api-client.js';
import { send } from '../clients/http.js';
import { atMost } from './at-most.js';
import { startProdProcess, type ProdProcess } from './prod-process.js';

const READY_TIMEOUT = 15_000;
/** Limits simultaneous starts. A start uses the processor, while a running pod mostly waits. */
const starting = atMost(2);

export interface PodSpec {
  /** The value of `tenants` in the tenant file. */
  readonly tenants: readonly TenantOfPod[];
  /**
   * The variables that the cluster's webhook and the container set. The pod gets no variables of the tests'
   * environment.
   */
  readonly env: Readonly<Record<string, string>>;
  /** The number of seconds by which the pod's clock is ahead of all other clocks. */
  readonly clockAhead?: number | undefined;
}

export interface TenantOfPod {
  readonly id: string;
}

/** Production's API in a process of its own, as in a container, on free ports of 127.0.0.1. */
export class ApiPod implements AsyncDisposable {
  private constructor(
    private readonly api: ProdProcess,
    private readonly tenants: readonly TenantOfPod[],
  ) {}

  /**
   * Starts the process. Settles when it listens; it need not be ready then.
   *
   * @throws Error with the output of the process if it ends
   */
  static async start({ tenants, env, clockAhead = 0 }: PodSpec): Promise<ApiPod> {
    const entries = tenants.map((tenant) => ({ issuers: ['platform'], ...tenant }));
    const options = {
      env,
      execArgv: clockAhead === 0 ? [] : ['--import', wrongClock(clockAhead)],
      clock: () => Date.now() + clockAhead * 1000,
    };
    return new ApiPod(await starting(() => startProdProcess(entries, options)), tenants);
  }

  get url(): string {
    return this.api.url;
  }

  /** Everything that the process has printed so far. */
  get output(): string {
    return this.api.output();
  }

  /** Returns the state of health, with reasons, from the management port. */
  async health(which: 'live' | 'ready'): Promise<Health> {
    const { text } = await send(`${this.api.managementUrl}/health/${which}`);
    return JSON.parse(text) as Health;
  }

  /** Returns the metrics in Prometheus' text format, from the management port. */
  async metrics(): Promise<string> {
    return (await send(`${this.api.managementUrl}/metrics`)).text;
  }

  /** Waits until the pod is ready. @throws Error with the reasons if it does not become ready in time */
  async ready(): Promise<this> {
    let health = await this.health('ready');
    for (
      const deadline = Date.now() + READY_TIMEOUT;
      health.status !== 'up';
      health = await this.health('ready')
    ) {
      if (Date.now() > deadline) throw new Error(`not ready: ${health.reasons.join(' ')}`);
      await sleep(50);
    }
    return this;
  }

  /**
   * Waits until the reasons why the pod isn't ready match a pattern, and returns them.
   *
   * @throws Error if the pod becomes ready, or if no reason matches in time
   */
  async reasons(about: RegExp): Promise<string> {
    let reasons = '';
    for (const deadline = Date.now() + READY_TIMEOUT; !about.test(reasons); await sleep(50)) {
      const health = await this.health('ready');
      reasons = health.reasons.join(' ');
      if (health.status === 'up') throw new Error('ready');
      if (Date.now() > deadline) throw new Error(`not ready for another reason: ${reasons}`);
    }
    return reasons;
  }

  /** Returns a caller who may do what the tenant's grants allow. @param tenant the first tenant if left out */
  async client(tenant = this.tenants[0]!.id, sub?: string): Promise<ApiClient> {
    const claims = { tenants: [tenant], ...(sub !== undefined && { sub }) };
    return new ApiClient(this.api.url, tenant, await this.api.issuer.token(claims));
  }

  /** Sends a signal. The process is frozen between `SIGSTOP` and `SIGCONT`. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.api.child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.stop('SIGKILL'); // also ends a process that is frozen
  }
}

/** Returns a module that makes the clock of a process wrong, for every `Date`. */
const wrongClock = (seconds: number): string =>
  'data:text/javascript,' +
  encodeURIComponent(
    `globalThis.Date = class extends Date {
      constructor(...parts) { super(...(parts.length > 0 ? parts : [Date.now()])); }
      static now() { return super.now() + ${seconds * 1000}; }
    };`,
  );
