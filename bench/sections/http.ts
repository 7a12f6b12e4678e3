import type { LoadGenerator } from '../load/load-generator.ts';
import { requestText } from '../load/request.ts';
import type { ServerProcess } from '../load/server-process.ts';
import { interleave } from '../measure/interleave.ts';
import type { Sizes } from '../measure/sizes.ts';
import { spreadOf, type Spread } from '../measure/stats.ts';
import type { Subject } from '../servers/subjects.ts';

/** One server under all the load that it takes. */
export interface Capacity {
  readonly title: string;
  /** Answers a second. */
  readonly rate: Spread;
  /** Round by round. */
  readonly rates: readonly number[];
  /** Microseconds of processor time for each answer, of all threads: hardly moved by what else the machine does. */
  readonly cpuMicroseconds: Spread | undefined;
  /** Megabytes resident after the last round. */
  readonly memory: number | undefined;
}

const CONNECTIONS = 32;

/** @param servers already started, by the names of the subjects */
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

/** @throws Error where a request fails */
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
