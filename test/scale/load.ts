import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The job of the benchmarks' load generator. */
export interface Job {
  readonly port: number;
  /** The requests, which are sent in turn. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** The number of requests a second; by default as many as are answered. */
  readonly rate?: number;
}

export interface Result {
  /** The number of answers a second. */
  readonly rate: number;
  /** The number of answers that were not 2xx, and of connections that closed. */
  readonly failures: number;
  readonly unanswered: number;
  /** Percentiles of the latency in milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number };
}

/**
 * The benchmarks' load generator, in a separate process. One process runs all jobs: a new one is so slow at first that
 * its own delays would count as latency.
 */
export class LoadGenerator {
  readonly #process: ChildProcess = fork(
    fileURLToPath(new URL('../../bench/load/generator.ts', import.meta.url)),
  );

  /** Runs a job. One job runs at a time. */
  async run(job: Job): Promise<Result> {
    this.#process.send(job);
    const [result] = (await once(this.#process, 'message')) as [Result];
    return result;
  }

  async close(): Promise<void> {
    const exit = once(this.#process, 'exit');
    this.#process.disconnect();
    await exit;
  }
}

/** Returns the bytes of a request for a download's URL (RFC 9112 §2.1). */
export function downloadOf(tenant: string, token: string): string {
  const body = JSON.stringify({ key: 'shared/report.pdf', expiresIn: 600 });
  return `POST /v1/tenants/${tenant}/downloads HTTP/1.1\r
host: 127.0.0.1\r
authorization: Bearer ${token}\r
content-type: application/json\r
content-length: ${body.length}\r
\r
${body}`;
}

export const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[values.length >> 1]!;
