import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What the load generator of the benchmarks is asked for. */
export interface Job {
  readonly port: number;
  /** Sent in turn. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Requests a second; as many as are answered where left out. */
  readonly rate?: number;
}

export interface Result {
  /** Answers a second. */
  readonly rate: number;
  /** Answers that were not 2xx, and connections that ended. */
  readonly failures: number;
  readonly unanswered: number;
  /** Milliseconds. */
  readonly latency: { readonly p50: number; readonly p99: number };
}

/** Sends requests from a process of its own. */
export async function load(job: Job): Promise<Result> {
  const generator = fork(fileURLToPath(new URL('../../bench/load/generator.ts', import.meta.url)));
  generator.send(job);
  const [result] = (await once(generator, 'message')) as [Result];
  generator.disconnect();
  await once(generator, 'exit');
  return result;
}

/** The bytes of a request for a download's URL (RFC 9112 §2.1). */
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
