import type { Buckets, Exemplar } from '../../platform/metrics/buckets.js';

export type Labels = Readonly<Record<string, string | number>>;

/** One line of the exposition. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  /** The metric's name if it differs from the family's. */
  readonly metricName?: string;
  readonly exemplar?: Exemplar | undefined;
}

/** The metrics that share a name. */
export interface Family {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Returns the current samples. */
  readonly samples: () => Sample[];
}

export const gauge = (name: string, help: string, samples: () => Sample[]): Family => ({
  name,
  type: 'gauge',
  help,
  samples,
});

export const counter = (name: string, help: string, samples: () => Sample[]): Family => ({
  name,
  type: 'counter',
  help,
  samples,
});

/**
 * Creates a histogram.
 *
 * @param all returns the distributions with their labels
 */
export const histogram = (
  name: string,
  help: string,
  all: () => readonly (readonly [Labels, Buckets])[],
): Family => ({
  name,
  type: 'histogram',
  help,
  samples: () => all().flatMap(([labels, buckets]) => histogramSamples(name, labels, buckets)),
});

/**
 * Returns the samples of a histogram. Buckets are cumulative: each counts all values up to `le` (Prometheus,
 * "Exposition formats").
 */
function histogramSamples(
  name: string,
  labels: Labels,
  { bounds, counts, exemplars, sum }: Buckets,
): Sample[] {
  let count = 0;
  const samples: Sample[] = counts.map((here, bucket) => ({
    metricName: `${name}_bucket`,
    labels: { ...labels, le: bounds[bucket] ?? '+Inf' },
    value: (count += here),
    exemplar: exemplars[bucket],
  }));
  samples.push({ metricName: `${name}_sum`, labels, value: sum });
  samples.push({ metricName: `${name}_count`, labels, value: count });
  return samples;
}

export const alone = (value: number): Sample[] => [{ labels: {}, value }];
export const truth = (value: boolean): Sample[] => alone(value ? 1 : 0);
