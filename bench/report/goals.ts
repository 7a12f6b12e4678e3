import { ratioOf, spreadOf, type Spread } from '../measure/stats.ts';
import type { Capacity } from '../sections/http.ts';
import type { Report } from './report.ts';

/** A goal for a ratio, and its measured value. */
export interface Verdict {
  readonly name: string;
  /** Whether the goal is a lower or an upper bound. */
  readonly bound: 'at least' | 'at most';
  readonly must: number;
  readonly aim: number | undefined;
  /** The spread of the ratios of all rounds. */
  readonly measured: Spread;
  /** The same ratio of processor times, if they were measured. It varies less on a busy machine. */
  readonly byProcessorTime: number | undefined;
  readonly met: boolean;
}

type Measured = Omit<Report, 'goals'>;

const verdict = (
  name: string,
  bound: Verdict['bound'],
  [must, aim]: readonly [number, number?],
  measured: Spread,
  byProcessorTime?: number,
): Verdict => ({
  name,
  bound,
  must,
  aim,
  measured,
  byProcessorTime,
  met: bound === 'at least' ? measured.median >= must : measured.median <= must,
});

export function validate({ signing, http, latency, batches, start, growth }: Measured): Verdict[] {
  const { ours, getSignedUrlOfSdk, floor } = signing['800']!;
  return [
    verdict('signing / `getSignedUrl`', 'at least', [30, 45], ratioOf(ours.rates, getSignedUrlOfSdk.rates)),
    verdict('signing / the floor', 'at least', [0.4, 0.6], ratioOf(ours.rates, floor.rates)),
    verdict('download / the same by hand', 'at least', [0.85, 0.95], ...ratiosOf(http.download, http.byHand)),
    verdict('download / the constant', 'at least', [0.3, 0.5], ...ratiosOf(http.download, http.constant)),
    verdict("download / the tutorial's app", 'at least', [3, 8], ...ratiosOf(http.download, http.tutorial)),
    verdict('download / Companion', 'at least', [6, 15], ...ratiosOf(http.download, http.companion)),
    verdict('p99 / the constant’s', 'at most', [2], ratioOf(latency.download.p99s, latency.constant.p99s)),
    verdict(
      'batch of 1,000 / signing in process',
      'at least',
      [0.35, 0.6],
      spreadOf(batches['1000']!.ofSigning),
    ),
    verdict(
      'start of the bundle / unbundled Nest',
      'at most',
      [1.3, 1],
      ratioOf(start.bundle.times, start.nestUnbundled.times),
    ),
    verdict(
      'rate knowing 10,000 tenants / 1 tenant',
      'at least',
      [0.95],
      ...ratiosOf(growth.oneOfMany, growth.oneTenant),
    ),
    verdict(
      'rate serving 10,000 tenants / one tenant with as many callers',
      'at least',
      [0.95],
      ...ratiosOf(growth.allOfMany, growth.manyCallers),
    ),
    verdict(
      'MB more for 10,000 tenants, requests for one',
      'at most',
      [100],
      memoryMore(growth.oneOfMany, growth.oneTenant),
    ),
    verdict(
      'MB more for 10,000 tenants, all served',
      'at most',
      [100],
      memoryMore(growth.allOfMany, growth.manyCallers),
    ),
  ];
}

/** Returns the ratios of rates, and the inverse ratios of processor times. */
function ratiosOf(ours: Capacity, theirs: Capacity): [Spread, number?] {
  const [own, other] = [ours.cpuMicroseconds?.median, theirs.cpuMicroseconds?.median];
  return [ratioOf(ours.rates, theirs.rates), ...(own && other ? [other / own] : [])] as [Spread, number?];
}

const memoryMore = (many: Capacity, one: Capacity): Spread =>
  spreadOf([(many.memory ?? NaN) - (one.memory ?? NaN)]);
