import { describe, expect, it } from 'vitest';
import { metricsLine } from './embedded-metrics.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');

interface Emf {
  readonly _aws: {
    readonly Timestamp: number;
    readonly CloudWatchMetrics: readonly {
      readonly Namespace: string;
      readonly Dimensions: readonly (readonly string[])[];
      readonly Metrics: readonly { readonly Name: string; readonly Unit: string }[];
    }[];
  };
  readonly [member: string]: unknown;
}

describe('a line of metrics', () => {
  it.each([
    [200, { Requests: 1, Refusals: 0, Faults: 0, Signings: 2 }],
    [404, { Requests: 1, Refusals: 1, Faults: 0, Signings: 2 }],
    [503, { Requests: 1, Refusals: 0, Faults: 1, Signings: 2 }],
  ])('of an answer %i counts it', (status, counts) => {
    const line = JSON.parse(metricsLine('presign', { status, duration: 1.23456, signings: 2 }, NOW)) as Emf;
    expect(line).toMatchObject({ ...counts, Duration: 1.235, FunctionName: 'presign' });
  });

  it('has every metric and dimension that it declares as a member of its own, as CloudWatch asks', () => {
    const text = metricsLine('presign', { status: 200, duration: 1, signings: 0 }, NOW);
    const line = JSON.parse(text) as Emf;
    const [{ Namespace, Dimensions, Metrics }] = line._aws.CloudWatchMetrics as [
      Emf['_aws']['CloudWatchMetrics'][number],
    ];
    expect(Namespace).toMatch(/^[\w./#:-]{1,255}$/);
    expect(line._aws.Timestamp).toBe(NOW);
    for (const name of Dimensions.flat()) expect(line[name]).toEqual(expect.any(String));
    for (const { Name } of Metrics) expect(line[Name]).toEqual(expect.any(Number));
    expect(text).not.toContain('\n');
  });
});
