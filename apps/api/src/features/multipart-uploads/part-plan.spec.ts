import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_OBJECT_SIZE,
  MAX_PARTS,
  MAX_PART_SIZE,
  MIN_PART_SIZE,
  partCount,
  partLength,
  planParts,
} from './part-plan.js';

const MIB = 1024 ** 2;

describe('planParts', () => {
  it.each([
    [1, 8, 1],
    [8 * MIB, 8, 1],
    [8 * MIB + 1, 8, 2],
    [10_000 * 8 * MIB, 8, 10_000],
    [10_000 * 8 * MIB + 1, 9, 8889],
    [MAX_OBJECT_SIZE, 525, 9987],
  ])('cuts %i bytes into parts of %i MiB: %i', (size, mib, count) => {
    const plan = planParts(size);
    expect(plan).toEqual({ partSize: mib * MIB, size });
    expect(partCount(plan)).toBe(count);
  });

  it('takes a wanted size, up to 10,000 parts', () => {
    expect(planParts(100 * MIB, 5 * MIB)).toEqual({ partSize: 5 * MIB, size: 100 * MIB });
    expect(partCount(planParts(50_000 * MIB, 5 * MIB))).toBe(10_000);
    expect(() => planParts(50_000 * MIB + 1, 5 * MIB)).toThrow(/10000 parts\. Send at least 6291456/);
    expect(partCount(planParts(50_000 * MIB + 1, 6 * MIB))).toBe(8334);
    expect(partCount(planParts(3, MAX_PART_SIZE))).toBe(1);
  });

  it('knows no number of parts without a size', () => {
    const plan = planParts(undefined);
    expect(plan).toEqual({ partSize: 8 * MIB });
    expect(partCount(plan)).toBeUndefined();
    expect(partLength(plan, 1)).toBeUndefined();
    expect(planParts(undefined, 6 * MIB)).toEqual({ partSize: 6 * MIB });
  });

  it('keeps S3’s limits for any size, and the parts add up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MAX_OBJECT_SIZE }),
        fc.option(fc.integer({ min: MIN_PART_SIZE, max: MAX_PART_SIZE }), { nil: undefined }),
        (size, wanted) => {
          fc.pre(wanted === undefined || Math.ceil(size / wanted) <= MAX_PARTS);
          const plan = planParts(size, wanted);
          const count = partCount(plan)!;
          expect(count).toBeLessThanOrEqual(MAX_PARTS);
          const last = partLength(plan, count)!;
          expect((count - 1) * plan.partSize + last).toBe(size);
          expect(last).toBeGreaterThan(0);
          expect(count === 1 || partLength(plan, 1) === plan.partSize).toBe(true);
          expect(partLength(plan, count + 1)).toBeLessThanOrEqual(0);
          expect(plan.partSize).toBeGreaterThanOrEqual(MIN_PART_SIZE);
          expect(plan.partSize).toBeLessThanOrEqual(MAX_PART_SIZE);
        },
      ),
    );
  });
});
