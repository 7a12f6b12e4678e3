import { expect, it } from 'vitest';
import { Buckets } from './buckets.js';

it('counts a value in the first bucket whose bound it does not exceed', () => {
  const buckets = new Buckets([1, 5, 10]);
  for (const value of [0.5, 1, 1.1, 5, 10, 11, 1000]) buckets.observe(value);
  expect(buckets.counts).toEqual([2, 2, 1, 2]);
  expect(buckets.sum).toBeCloseTo(1028.6);
});

it('keeps the last exemplar of each bucket, where there is one', () => {
  const buckets = new Buckets([1]);
  buckets.observe(0.1);
  expect(buckets.exemplars).toEqual([]);
  buckets.observe(2, 'a');
  buckets.observe(3, 'b');
  expect(buckets.exemplars).toEqual([undefined, { value: 3, traceId: 'b', time: expect.any(Number) }]);
});
