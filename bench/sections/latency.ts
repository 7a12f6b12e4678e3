import type { Latency } from '../load/job.ts';
import type { LoadGenerator } from '../load/load-generator.ts';
import { requestText } from '../load/request.ts';
import type { ServerProcess } from '../load/server-process.ts';
import { interleave } from '../measure/interleave.ts';
import type { Sizes } from '../measure/sizes.ts';
import { spreadOf, type Spread } from '../measure/stats.ts';
import type { Subject } from '../servers/subjects.ts';

/** The latency of one server at a given rate, in milliseconds: medians over the rounds with their spread. */
export interface LatencyAtRate {
  readonly title: string;
  readonly latency: Readonly<Record<keyof Latency, Spread>>;
  /** The p99 of each round, in milliseconds. */
  readonly p99s: readonly number[];
  /** The share of the requests that were answered within a second of the end, 0 to 1. */
  readonly answered: number;
}

const CONNECTIONS = 64;

/** Measures latencies. @param rate requests per second, the same for all servers */
export async function measureLatency<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  servers: Readonly<Record<Name, ServerProcess>>,
  generator: LoadGenerator,
  rate: number,
  { rounds, seconds }: Sizes,
): Promise<Record<Name, LatencyAtRate>> {
  const names = Object.keys(subjects) as Name[];
  const measured = await interleave(names, rounds, (name) =>
    generator.run({
      port: servers[name].port,
      requests: subjects[name].requests.map(requestText),
      connections: CONNECTIONS,
      seconds,
      rate,
    }),
  );
  return Object.fromEntries(
    names.map((name) => {
      const results = measured[name];
      const spread = (key: keyof Latency) => spreadOf(results.map(({ latency }) => latency[key]));
      const answers = results.reduce((sum, each) => sum + each.answers, 0);
      const unanswered = results.reduce((sum, each) => sum + each.unanswered, 0);
      const at: LatencyAtRate = {
        title: subjects[name].title,
        latency: { p50: spread('p50'), p99: spread('p99'), p999: spread('p999'), max: spread('max') },
        p99s: results.map(({ latency }) => latency.p99),
        answered: answers / (answers + unanswered),
      };
      return [name, at];
    }),
  ) as Record<Name, LatencyAtRate>;
}
