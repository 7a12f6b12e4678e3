import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../support/checks/eventually.js';
import { send } from '../../support/clients/http.js';
import { spawnProd, type SpawnedProd } from '../../support/processes/spawn-prod.js';
import type { Endpoints } from './endpoints.js';
import { ResidentMemory } from './resident-memory.js';

/** Milliseconds from the removal of an endpoint to SIGTERM, as with the overlays' preStop hook. */
const PRE_STOP = 500;
/** A smaller heap than the image's of 56 MiB, so that the image has a margin. */
const HEAP = ['--max-old-space-size=48', '--max-semi-space-size=2'];

interface Replica {
  readonly process: SpawnedProd;
  readonly memory: ResidentMemory;
}

/** The replicas of a Deployment. */
export class Replicas {
  #running: Replica[] = [];
  /** The memory of all replicas that ran, including replaced ones. */
  readonly memories: ResidentMemory[] = [];
  /** Exit codes of the replicas that were told to stop. */
  readonly exits: (number | null)[] = [];

  constructor(
    private readonly endpoints: Endpoints,
    private readonly env: NodeJS.ProcessEnv,
    private readonly onLine: (line: string) => void,
  ) {}

  /** Starts replicas, and waits until all are ready. */
  async start(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#startOne()));
  }

  /** Rolls out with `maxSurge: 1, maxUnavailable: 0`: a new replica is ready before an old one is told to stop. */
  async rollOut(): Promise<void> {
    for (const old of this.#running) {
      await this.#startOne();
      await this.#end(old);
    }
  }

  sampleMemory(): void {
    for (const { memory } of this.#running) memory.sample();
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.map((replica) => this.#end(replica)));
  }

  async #startOne(): Promise<void> {
    const process = await spawnProd({ env: this.env, execArgv: HEAP, onLine: this.onLine });
    const isReady = async () => (await send(`${process.managementUrl}/health/ready`)).status === 200;
    await eventually('ready', isReady, { every: 20 });
    const memory = new ResidentMemory(process.child.pid!);
    this.memories.push(memory);
    this.#running = [...this.#running, { process, memory }];
    this.endpoints.add(portOf(process));
  }

  async #end(replica: Replica): Promise<void> {
    this.#running = this.#running.filter((each) => each !== replica);
    this.endpoints.remove(portOf(replica.process));
    await sleep(PRE_STOP);
    this.exits.push(await replica.process.stop());
  }
}

const portOf = ({ url }: SpawnedProd): number => Number(new URL(url).port);
