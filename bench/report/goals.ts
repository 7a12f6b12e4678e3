import { ratioOf, type Spread } from '../measure/stats.ts';
import type { Report } from './report.ts';

/** A ratio that was promised, and what was measured. */
export interface Verdict {
  readonly name: string;
  /** `at least` or `at most` this. */
  readonly bound: 'at least' | 'at most';
  readonly must: number;
  readonly aim: number | undefined;
  /** Median of the rounds' ratios. */
  readonly measured: Spread;
  readonly met: boolean;
}

type Measured = Omit<Report, 'goals'>;

const verdict = (
  name: string,
  bound: Verdict['bound'],
  [must, aim]: readonly [number, number?],
  measured: Spread,
): Verdict => ({
  name,
  bound,
  must,
  aim,
  measured,
  met: bound === 'at least' ? measured.median >= must : measured.median <= must,
});

export function judge({ signing, http, latency, start, growth }: Measured): Verdict[] {
  const { ours, getSignedUrlOfSdk, floor } = signing['800']!;
  const download = http.download.rates;
  return [
    verdict('signing / `getSignedUrl`', 'at least', [30, 45], ratioOf(ours.rates, getSignedUrlOfSdk.rates)),
    verdict('signing / the floor', 'at least', [0.4, 0.6], ratioOf(ours.rates, floor.rates)),
    verdict('download / the same by hand', 'at least', [0.85, 0.95], ratioOf(download, http.byHand.rates)),
    verdict('download / the constant', 'at least', [0.3, 0.5], ratioOf(download, http.constant.rates)),
    verdict("download / the tutorial's app", 'at least', [3, 8], ratioOf(download, http.tutorial.rates)),
    verdict('download / Companion', 'at least', [6, 15], ratioOf(download, http.companion.rates)),
    verdict('p99 / the constant’s', 'at most', [2], ratioOf(latency.download.p99s, latency.constant.p99s)),
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
      ratioOf(growth.oneOfMany.rates, growth.oneTenant.rates),
    ),
    verdict(
      'rate serving 10,000 tenants / 10,000 callers of one',
      'at least',
      [0.95],
      ratioOf(growth.allOfMany.rates, growth.manyCallers.rates),
    ),
  ];
}
