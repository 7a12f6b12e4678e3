import { setTimeout as sleep } from 'node:timers/promises';
import type { Problem } from '../../../apps/api/src/platform/problems/problem.js';
import type { SigningAnswer } from '../../../apps/api/src/signing/signing.response.js';
import type { ApiClient } from './api-client.js';

/** One request for a URL, and its result. Times are in milliseconds since the epoch. */
export interface Asked {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The answer, if the status is 200. */
  readonly answer: SigningAnswer;
  /** The problem, if the status is not 200. */
  readonly problem: Problem;
}

export interface Load {
  readonly perSecond: number;
  /** The body of each request. */
  readonly request?: object;
}

/** Requests a URL for a download. */
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

/** Sends requests at a fixed rate until it is stopped, independent of the answers (an open loop). */
export class SteadyLoad implements AsyncDisposable {
  readonly #asked: Promise<Asked>[] = [];
  readonly #stop = new AbortController();
  readonly #loop: Promise<void>;

  constructor(client: ApiClient, { perSecond, request }: Load) {
    this.#loop = this.#run(client, 1000 / perSecond, request);
  }

  /** The number of requests so far. */
  get count(): number {
    return this.#asked.length;
  }

  /** Stops sending. @returns all answers, in the order of the requests */
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
