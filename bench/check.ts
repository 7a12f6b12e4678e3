import '../scripts/require-node.mjs';
import './measure/end-on-signals.ts';
import { LoadGenerator } from './load/load-generator.ts';
import { withServers } from './load/servers.ts';
import type { Sizes } from './measure/sizes.ts';
import { ratioOf } from './measure/stats.ts';
import { measureCapacity, type Capacity } from './sections/http.ts';
import { measureSigning } from './sections/signing.ts';
import { commandsOf, subjectsOf } from './servers/subjects.ts';
import { World } from './world/world.ts';

/** Returns the processor time for an answer in microseconds; without processor time, the time between two answers. */
const cost = ({ cpuMicroseconds, rate }: Capacity) => cpuMicroseconds?.median ?? 1e6 / rate.median;

// `npm run bench:check` finds out whether something has become slow. It compares ratios, which are stable on a busy
// machine while rates are not; for a download it compares processor times. The bounds are the published goals, with
// some distance from the usual values.

const SIZES: Sizes = { rounds: 5, warmUp: 1.5, seconds: 0.8, signingMs: 60 };
const ATTEMPTS = 3;

interface Bound {
  readonly name: string;
  readonly atLeast: number;
  readonly measured: number;
}

const world = await World.create();
const { download, byHand, constant } = await subjectsOf(world);
const subjects = { download, byHand, constant };
const generator = new LoadGenerator();

const missed = await withServers(commandsOf(subjects), async (servers) => {
  for (let attempt = 1; ; attempt++) {
    const bounds = [
      ...(await signingBounds()),
      ...downloadBounds(await measureCapacity(subjects, servers, generator, SIZES)),
    ];
    for (const { name, atLeast, measured } of bounds) {
      process.stdout.write(`${name}: ${measured.toFixed(2)}, at least ${atLeast}\n`);
    }
    const failed = bounds.filter(({ atLeast, measured }) => measured < atLeast);
    if (failed.length === 0 || attempt === ATTEMPTS) return failed;
    process.stdout.write('again\n');
  }
});
await generator.close();
if (missed.length > 0) {
  process.stdout.write(`too slow: ${missed.map(({ name }) => name).join(', ')}\n`);
  process.exitCode = 1;
}

async function signingBounds(): Promise<Bound[]> {
  const { ours, floor, getSignedUrlOfSdk } = await measureSigning(
    ['ours', 'floor', 'getSignedUrlOfSdk'],
    800,
    SIZES,
  );
  return [
    {
      name: 'signing / getSignedUrl',
      atLeast: 30,
      measured: ratioOf(ours.rates, getSignedUrlOfSdk.rates).median,
    },
    { name: 'signing / the floor', atLeast: 0.4, measured: ratioOf(ours.rates, floor.rates).median },
  ];
}

function downloadBounds(capacity: Record<'download' | 'byHand' | 'constant', Capacity>): Bound[] {
  const ours = cost(capacity.download);
  return [
    { name: 'download / the same by hand', atLeast: 0.85, measured: cost(capacity.byHand) / ours },
    { name: 'download / the constant', atLeast: 0.3, measured: cost(capacity.constant) / ours },
    // objects that outlive their request first cost memory, and later long garbage collections
    {
      name: 'memory by hand / of downloads',
      atLeast: 0.95,
      measured: (capacity.byHand.memory ?? 1) / (capacity.download.memory ?? 1),
    },
  ];
}
