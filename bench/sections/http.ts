import type { LoadGenerator } from '../load/load-generator.ts';
import { requestText } from '../load/request.ts';
import type { ServerProcess } from '../load/server-process.ts';
import { interleave } from '../measure/interleave.ts';
import type { Sizes } from '../measure/sizes.ts';
import { spreadOf, type Spread } from '../measure/stats.ts';
import type { Subject } from '../servers/subjects.ts';

/** The capacity of one server under full load. */
export interface Capacity {
  readonly title: string;
  /** The number of answers per second. */
  readonly rate: Spread;
  /** The rate of each round. */
  readonly rates: readonly number[];
  /**
   * The processor time of all threads for each answer, in microseconds. Other work on the machine hardly changes it.
   */
  readonly cpuMicroseconds: Spread | undefined;
  /** The resident memory after the last round, in megabytes. */
  readonly memory: number | undefined;
}

const CONNECTIONS = 32;

/** Measures the capacity of servers. @param servers the started servers, by the names of the subjects */
export async function measureCapacity<Name extends string>(
  subjects: Readonly<Record<Name, Subject>>,
  servers: Readonly<Record<Name, ServerProcess>>,
  generator: LoadGenerator,
  { rounds, warmUp, seconds }: Sizes,
): Promise<Record<Name, Capacity>> {
  const names = Object.keys(subjects) as Name[];
  const load = (name: Name, duration: number) => loadOnce(subjects[name], servers[name], generator, duration);
  for (const name of names) await load(name, warmUp);
  const measured = await interleave(names, rounds, (name) => load(name, seconds));
  return Object.fromEntries(
    names.map((name) => {
      const rates = measured[name].map(({ rate }) => rate);
      const cpus = measured[name].flatMap(({ cpu }) => cpu ?? []);
      const capacity: Capacity = {
        title: subjects[name].title,
        rate: spreadOf(rates),
        rates,
        cpuMicroseconds: cpus.length > 0 ? spreadOf(cpus) : undefined,
        memory: servers[name].memory,
      };
      return [name, capacity];
    }),
  ) as Record<Name, Capacity>;
}

/** Loads one server for some time. @throws Error if a request fails */
export async function loadOnce(
  { title, requests, connections = CONNECTIONS }: Subject,
  server: ServerProcess,
  generator: LoadGenerator,
  seconds: number,
): Promise<{ readonly rate: number; readonly cpu: number | undefined }> {
  const before = server.cpu;
  const result = await generator.run({
    port: server.port,
    requests: requests.map(requestText),
    connections,
    seconds,
  });
  if (result.failures > 0)
    throw new Error(`${title}: ${result.failures} of ${result.answers} requests failed`);
  const cpu = before === undefined ? undefined : ((server.cpu! - before) * 1e6) / result.answers;
  return { rate: result.rate, cpu };
}
