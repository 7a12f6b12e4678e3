import type { LoadGenerator } from '../load/load-generator.ts';
import { withServers } from '../load/servers.ts';
import { interleave } from '../measure/interleave.ts';
import type { Sizes } from '../measure/sizes.ts';
import { spreadOf, type Spread } from '../measure/stats.ts';
import { apiCommand, commandsOf, type Subject } from '../servers/subjects.ts';
import type { World } from '../world/world.ts';
import { loadOnce } from './http.ts';
import { measureSigning } from './signing.ts';

/** The rate of signed URLs in answers to batches of one size, per second. */
export interface BatchRate {
  readonly title: string;
  readonly urls: Spread;
  /** The processor time of all threads for each URL, in microseconds. */
  readonly cpuMicroseconds: Spread | undefined;
  /** The rate of each round, divided by the rate at which one thread signs in process directly before. */
  readonly ofSigning: readonly number[];
}

export const BATCH_SIZES = [10, 100, 1000] as const;

/** The number of connections. Answers are large, so that few connections keep the server busy. */
const CONNECTIONS = 4;

/** Measures batches of all sizes against one server. All operations are downloads, with different keys. */
export async function measureBatches(
  world: World,
  generator: LoadGenerator,
  sizes: Sizes,
): Promise<Record<string, BatchRate>> {
  const token = await world.issuer.token(['team-a']);
  const command = apiCommand(world.tenantFile({ tenants: 1, grants: 2 }));
  const subject = (size: number): Subject => ({
    title: `batches of ${size.toLocaleString('en')}`,
    command,
    connections: CONNECTIONS,
    requests: [
      {
        method: 'POST',
        path: '/v1/tenants/team-a/batches',
        token,
        body: { operations: Array.from({ length: size }, (_, index) => operation(index)) },
      },
    ],
  });
  const subjects = Object.fromEntries(BATCH_SIZES.map((size) => [size, subject(size)]));
  return withServers(commandsOf(subjects), async (servers) => {
    const names = Object.keys(subjects);
    const load = (name: string, seconds: number) =>
      loadOnce(subjects[name]!, servers[name]!, generator, seconds);
    for (const name of names) await load(name, sizes.warmUp);
    const measured = await interleave(names, sizes.rounds, async (name) => {
      const { ours } = await measureSigning(['ours'], 800, { ...sizes, rounds: 1 });
      const { rate, cpu } = await load(name, sizes.seconds);
      const urls = rate * Number(name);
      return { urls, cpu: cpu === undefined ? [] : [cpu / Number(name)], ofSigning: urls / ours.rate.median };
    });
    return Object.fromEntries(
      names.map((name) => {
        const rounds = measured[name]!;
        const cpus = rounds.flatMap(({ cpu }) => cpu);
        const batch: BatchRate = {
          title: subjects[name]!.title,
          urls: spreadOf(rounds.map(({ urls }) => urls)),
          cpuMicroseconds: cpus.length > 0 ? spreadOf(cpus) : undefined,
          ofSigning: rounds.map(({ ofSigning }) => ofSigning),
        };
        return [name, batch];
      }),
    );
  });
}

const operation = (index: number) => ({
  operation: 'download',
  key: `users/u1/reports/2026-${1000 + index}.pdf`,
  expiresIn: 600,
});
