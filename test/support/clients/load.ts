import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../../apps/api/src/platform/problems/problem.js';
import type { SigningAnswer } from '../../../apps/api/src/signing/signing.response.js';
import type { ApiClient } from './api-client.js';

/** One request for a URL, and what came of it. Times in milliseconds since the epoch. */
export interface Asked {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** Of a 200. */
  readonly answer: SigningAnswer;
  /** Of everything else. */
  readonly problem: Problem;
}

export interface Load {
  readonly perSecond: number;
  /** Body of each request. */
  readonly request?: object;
}

/** Asks for a download's URL. */
export async function ask(client: ApiClient, request: object = { key: 'x', expiresIn: 60 }): Promise<Asked> {
  const sentAt = Date.now();
  const { status, json, headers } = await client.post<unknown>('/downloads', request);
  return {
    sentAt,
    answeredAt: Date.now(),
    status,
    retryAfter: headers['retry-after'],
    answer: json as SigningAnswer,
    problem: json as Problem,
  };
}

/** Asks at a fixed rate, however slowly answers come (an open loop), until told to stop. */
export class SteadyLoad implements AsyncDisposable {
  readonly #asked: Promise<Asked>[] = [];
  readonly #stop = new AbortController();
  readonly #loop: Promise<void>;

  constructor(client: ApiClient, { perSecond, request }: Load) {
    this.#loop = this.#run(client, 1000 / perSecond, request);
  }

  /** Of requests so far. */
  get count(): number {
    return this.#asked.length;
  }

  /** @returns all answers, in the order of the requests */
  async stop(): Promise<Asked[]> {
    this.#stop.abort();
    await this.#loop;
    return Promise.all(this.#asked);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#loop;
    await Promise.allSettled(this.#asked);
  }

  async #run(client: ApiClient, pause: number, request?: object): Promise<void> {
    for (let next = Date.now(); !this.#stop.signal.aborted; next += pause) {
      this.#asked.push(ask(client, request));
      await sleep(Math.max(0, next + pause - Date.now()));
    }
  }
}
