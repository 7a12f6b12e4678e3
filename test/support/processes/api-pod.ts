import { setTimeout as sleep } from 'node:timers/promises';
import type { Health } from '../../../apps/api/src/features/health/health.service.js';
import { ApiClient } from '../clients/api-client.js';
import { send } from '../clients/http.js';
import { atMost } from './at-most.js';
import { startProdProcess, type ProdProcess } from './prod-process.js';

const READY_TIMEOUT = 15_000;
/** Starts are work, what comes then is mostly waiting. */
const starting = atMost(2);

export interface PodSpec {
  /** `tenants` of the tenant file. */
  readonly tenants: readonly TenantOfPod[];
  /** What the cluster's webhook injects, and what else the container gets: nothing of the environment of the tests. */
  readonly env: Readonly<Record<string, string>>;
  /** Seconds that the pod's clock is ahead of everybody's. */
  readonly clockAhead?: number | undefined;
}

export interface TenantOfPod {
  readonly id: string;
}

/** Production's API in a process of its own, as a container would run it, on free ports of 127.0.0.1. */
export class ApiPod implements AsyncDisposable {
  private constructor(
    private readonly api: ProdProcess,
    private readonly tenants: readonly TenantOfPod[],
  ) {}

  /** Settles when it listens: it needn't be ready then. @throws Error with what the process printed, where it ends */
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

  /** Everything that it printed so far. */
  get output(): string {
    return this.api.output();
  }

  /** On the management port: with reasons. */
  async health(which: 'live' | 'ready'): Promise<Health> {
    const { text } = await send(`${this.api.managementUrl}/health/${which}`);
    return JSON.parse(text) as Health;
  }

  /** On the management port, in Prometheus' text format. */
  async metrics(): Promise<string> {
    return (await send(`${this.api.managementUrl}/metrics`)).text;
  }

  /** @throws Error with the reasons, where it doesn't get ready in time */
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

  /** Why it isn't ready, once it knows more than that it doesn't know yet. @throws Error where it gets ready */
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

  /** A caller who may do what the tenant's grants say. @param tenant the first, where left out */
  async client(tenant = this.tenants[0]!.id, sub?: string): Promise<ApiClient> {
    const claims = { tenants: [tenant], ...(sub !== undefined && { sub }) };
    return new ApiClient(this.api.url, tenant, await this.api.issuer.token(claims));
  }

  /** Everything in it stands still until `SIGCONT`. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.api.child.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.stop('SIGKILL'); // ends also what stands still
  }
}

/** A module for a node whose clock is wrong: every `Date` of the process is off. */
const wrongClock = (seconds: number): string =>
  'data:text/javascript,' +
  encodeURIComponent(
    `globalThis.Date = class extends Date {
      constructor(...parts) { super(...(parts.length > 0 ? parts : [Date.now()])); }
      static now() { return super.now() + ${seconds * 1000}; }
    };`,
  );
