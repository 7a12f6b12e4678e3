import { describe, expect, it, vi } from 'vitest';
import { TransferError } from '../errors.js';
import { AdaptiveLimit } from './adaptive-limit.js';
import { Coalescer } from './coalescer.js';
import { inParallel } from './in-parallel.js';
import { pause, retry, USUAL_RETRIES } from './retry.js';
import { Semaphore } from './semaphore.js';

const turn = () => new Promise((resolve) => setTimeout(resolve));

describe('a semaphore', () => {
  it('admits what fits, in order, and what is larger than all alone', async () => {
    const semaphore = new Semaphore(10);
    let used = 0;
    const peaks: number[] = [];
    const order: number[] = [];
    const work = (weight: number) =>
      semaphore.run(weight, async () => {
        order.push(weight);
        used += weight;
        peaks.push(used);
        await turn();
        used -= weight;
      });
    await Promise.all([6, 4, 5, 25, 1, 2].map(work));
    expect(order).toEqual([6, 4, 5, 25, 1, 2]);
    expect(Math.max(...peaks)).toBe(25);
    expect(peaks.filter((peak) => peak > 10)).toEqual([25]);
  });

  it('stops waiting when it is aborted', async () => {
    const semaphore = new Semaphore(1);
    const aborter = new AbortController();
    const hold = Promise.withResolvers<void>();
    const first = semaphore.run(1, () => hold.promise);
    const second = semaphore.run(1, () => Promise.resolve(), aborter.signal);
    aborter.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    hold.resolve();
    await first;
    expect(await semaphore.run(1, () => Promise.resolve('free'))).toBe('free');
  });
});

describe('the limit', () => {
  it('doubles with each round of successes until the first refusal, up to its maximum', () => {
    const limit = new AdaptiveLimit(4, 20);
    for (let index = 0; index < 4; index++) limit.succeeded();
    expect(limit.limit).toBe(8);
    for (let index = 0; index < 100; index++) limit.succeeded();
    expect(limit.limit).toBe(20);
  });

  it('halves once for refusals that come together, and then grows by one with each round', () => {
    let now = 0;
    const limit = new AdaptiveLimit(6, 8, () => now);
    limit.pushedBack();
    limit.pushedBack();
    expect(limit.limit).toBe(3);
    for (let index = 0; index < 3; index++) limit.succeeded();
    expect(limit.limit).toBe(4);
    now = 1500;
    limit.pushedBack();
    now = 3000;
    limit.pushedBack();
    expect(limit.limit).toBe(1);
  });
});

describe('questions', () => {
  it('that are asked together are answered together, in order and bounded', async () => {
    const sizes: number[] = [];
    const coalescer = new Coalescer<number, number>((questions) => {
      sizes.push(questions.length);
      return Promise.resolve(questions.map((question) => question * 2));
    }, 10);
    const answers = await Promise.all(Array.from({ length: 25 }, (_, index) => coalescer.answer(index)));
    expect(answers).toEqual(Array.from({ length: 25 }, (_, index) => index * 2));
    expect(sizes).toEqual([10, 10, 5]);
  });

  it('fail with their call, and others do not', async () => {
    let calls = 0;
    const coalescer = new Coalescer<number, number>((questions) => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('no')) : Promise.resolve([...questions]);
    }, 10);
    await expect(Promise.all([coalescer.answer(1), coalescer.answer(2)])).rejects.toThrow('no');
    expect(await coalescer.answer(3)).toBe(3);
  });
});

describe('a retry', () => {
  const policy = { attempts: 3, base: 1, longest: 2 };
  const temporary = new TransferError('network', '', { isTemporary: true });

  it.each([
    ['temporary', temporary, 3],
    ['final', new TransferError('access_denied', ''), 1],
    [
      'temporary, but asking for an hour',
      new TransferError('x', '', { isTemporary: true, retryAfter: 3_600_000 }),
      1,
    ],
  ])('of what is %s', async (_, error, attempts) => {
    let made = 0;
    const failing = retry(
      () => {
        made += 1;
        return Promise.reject(error);
      },
      { policy },
    );
    await expect(failing).rejects.toBe(error);
    expect(made).toBe(attempts);
  });

  it('usually lasts longer than a restart of the API', () => {
    using _ = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    let waited = 0;
    for (let attempt = 1; attempt < USUAL_RETRIES.attempts; attempt++)
      waited += pause(USUAL_RETRIES, attempt);
    expect(waited).toBeGreaterThan(30_000);
  });

  it('waits for the network', async () => {
    const online = Promise.withResolvers<void>();
    let made = 0;
    const working = retry(() => (++made === 1 ? Promise.reject(temporary) : Promise.resolve('done')), {
      policy,
      whenOnline: () => online.promise,
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(made).toBe(1);
    online.resolve();
    expect(await working).toBe('done');
  });
});

describe('work in parallel', () => {
  it('takes no more than there is room for, and stops all at the first failure', async () => {
    let taken = 0;
    let active = 0;
    function* items() {
      for (;;) yield (taken += 1);
    }
    const working = inParallel(items(), 3, async (item) => {
      expect((active += 1)).toBeLessThanOrEqual(3);
      await turn();
      active -= 1;
      if (item === 7) throw new Error('seven');
    });
    await expect(working).rejects.toThrow('seven');
    expect(taken).toBeLessThan(12);
    expect(active).toBe(0);
  });
});
