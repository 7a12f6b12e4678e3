import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { maxDebt, LeakyBucket, type RateLimit } from './leaky-bucket.js';

const limit = fc.record({
  requestsPerSecond: fc.integer({ min: 1, max: 5000 }),
  burst: fc.integer({ min: 1, max: 500 }),
});
/** Calls: the milliseconds since the previous call, and the requested number of units. */
const calls = fc.array(fc.tuple(fc.nat(2000), fc.integer({ min: 1, max: 50 })), {
  minLength: 1,
  maxLength: 100,
});

interface Call {
  readonly at: number;
  readonly granted: number;
}

/** Plays the calls on a bucket. Each call gets all requested units or none, like a request. */
function play(limited: RateLimit, asked: readonly (readonly [after: number, count: number])[]): Call[] {
  const bucket = new LeakyBucket(0);
  let at = 0;
  return asked.map(([after, count]) => {
    at += after;
    const granted = bucket.available(limited, at) >= count ? count : 0;
    bucket.use(granted);
    return { at, granted };
  });
}

it('never grants more than the burst and what came back, in any window', () => {
  fc.assert(
    fc.property(limit, calls, (limited, asked) => {
      const granted = play(limited, asked);
      for (let first = 0; first < granted.length; first += 1) {
        let sum = 0;
        for (const { at, granted: count } of granted.slice(first)) {
          sum += count;
          const elapsed = at - granted[first]!.at;
          expect(sum * 1000).toBeLessThanOrEqual(limited.burst * 1000 + elapsed * limited.requestsPerSecond);
        }
      }
    }),
  );
});

it('never refuses what is within the limit', () => {
  fc.assert(
    fc.property(limit, calls, (limited, asked) => {
      const granted = play(limited, asked);
      for (const [index, { at, granted: count }] of granted.entries()) {
        if (count > 0) continue;
        // some window that ends here would exceed the limit if the call were allowed
        let sum = asked[index]![1];
        let isTooMuch = sum > limited.burst;
        for (let first = index - 1; first >= 0 && !isTooMuch; first -= 1) {
          const before = granted[first]!;
          sum += before.granted;
          isTooMuch = sum * 1000 > limited.burst * 1000 + (at - before.at) * limited.requestsPerSecond;
        }
        expect(isTooMuch).toBe(true);
      }
    }),
  );
});

it('gives back exactly, however often it is asked in between', () => {
  fc.assert(
    fc.property(limit, fc.array(fc.nat(50), { maxLength: 60 }), (limited, steps) => {
      const [asked, left] = [new LeakyBucket(0), new LeakyBucket(0)];
      for (const bucket of [asked, left]) {
        bucket.available(limited, 0);
        bucket.use(limited.burst);
      }
      let now = 0;
      for (const step of steps) asked.available(limited, (now += step));
      expect(asked.available(limited, now)).toBe(left.available(limited, now));
      const expected = Math.min(limited.burst, Math.floor((now * limited.requestsPerSecond) / 1000));
      expect(asked.available(limited, now)).toBe(expected);
    }),
  );
});

it('says to the millisecond how long to wait', () => {
  fc.assert(
    fc.property(limit, fc.nat(500), fc.integer({ min: 1, max: 500 }), (limited, used, wanted) => {
      fc.pre(used <= limited.burst && wanted <= limited.burst);
      const bucket = new LeakyBucket(0);
      const left = bucket.available(limited, 0) - used;
      bucket.use(used);
      const wait = bucket.wait(limited, wanted);
      expect(wait === 0).toBe(wanted <= left);
      if (wait === 0) return;
      expect(bucket.available(limited, wait - 1)).toBeLessThan(wanted);
      expect(bucket.available(limited, wait)).toBeGreaterThanOrEqual(wanted);
    }),
  );
});

it('gives nothing for a clock that is set back, and goes on from there', () => {
  fc.assert(
    fc.property(
      limit,
      fc.integer({ min: 1, max: 1e9 }),
      fc.integer({ min: 1, max: 1e4 }),
      (limited, back, on) => {
        const start = 2e9;
        const bucket = new LeakyBucket(start);
        bucket.available(limited, start);
        bucket.use(limited.burst);
        expect(bucket.available(limited, start - back)).toBe(0);
        const expected = Math.min(limited.burst, Math.floor((on * limited.requestsPerSecond) / 1000));
        expect(bucket.available(limited, start - back + on)).toBe(expected);
      },
    ),
  );
});

it('never has more than the burst, how far ever the clock is set on', () => {
  const limited = { requestsPerSecond: 100_000, burst: 3 };
  const bucket = new LeakyBucket(0);
  bucket.use(3);
  expect(bucket.available(limited, Number.MAX_SAFE_INTEGER / 1e6)).toBe(3);
});

/** Work of two kinds: a request, which may be refused, or a part of an upload, which is always charged. */
const works = fc.array(
  fc.record({
    after: fc.nat(2000),
    count: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 10_000 })),
    isCharged: fc.boolean(),
  }),
  { minLength: 1, maxLength: 100 },
);

/** Returns the number of thousandths of a unit that come back within the given milliseconds. */
const worthOf = ({ requestsPerSecond }: RateLimit, milliseconds: number) => milliseconds * requestsPerSecond;

it('takes what is charged as debt, which new work pays before it is admitted', () => {
  fc.assert(
    fc.property(limit, works, (limited, asked) => {
      const bucket = new LeakyBucket(0);
      const most = Math.min(2 * limited.burst * 1000, limited.burst * 1000 + worthOf(limited, 60_000));
      let [now, used] = [0, 0];
      for (const { after, count, isCharged } of asked) {
        now += after;
        used = Math.max(0, used - worthOf(limited, after));
        const isAdmitted = used + count * 1000 <= limited.burst * 1000;
        expect(bucket.available(limited, now) >= count).toBe(isAdmitted);
        if (isCharged) {
          bucket.charge(limited, count, now);
          used = Math.max(used, Math.min(used + count * 1000, most));
        } else if (isAdmitted) {
          bucket.use(count);
          used += count * 1000;
        }
        expect(bucket.available(limited, now)).toBe(Math.max(0, Math.floor(limited.burst - used / 1000)));
      }
    }),
  );
});

it('is never so deep in debt that new work waits for longer than a minute, or the burst, and its own unit', () => {
  fc.assert(
    fc.property(limit, works, (limited, asked) => {
      const bucket = new LeakyBucket(0);
      let now = 0;
      for (const { after, count, isCharged } of asked) {
        now += after;
        if (isCharged) bucket.charge(limited, count, now);
        else if (bucket.available(limited, now) >= count) bucket.use(count);
      }
      const wait = bucket.wait(limited, 1);
      const { requestsPerSecond, burst } = limited;
      expect(wait).toBeLessThanOrEqual(60_000 + Math.ceil(1000 / requestsPerSecond));
      expect(wait).toBeLessThanOrEqual(Math.ceil(((burst + 1) * 1000) / requestsPerSecond));
      expect(maxDebt(limited)).toBeGreaterThanOrEqual(1);
      expect(bucket.available(limited, now + Math.max(0, wait - 1)) > 0).toBe(wait === 0);
      expect(bucket.available(limited, now + wait)).toBeGreaterThanOrEqual(1);
    }),
  );
});
