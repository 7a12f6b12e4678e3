import { memoryUsage } from 'node:process';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { measureLoad, PeakRelease, type Load } from './peak-release.js';

const MIB = 1024 ** 2;
const CALM = 0.29;
const USUAL = 0.5;
const PEAK = 0.51;

/** Returns how many times memory was released. @param left bytes after a release */
async function releasesOf(loads: readonly Load[], left = 2 * MIB): Promise<number> {
  const coming = [...loads];
  const release = vi.fn<() => Promise<void>>(() => {
    coming.unshift({ memory: left, utilization: CALM });
    return Promise.resolve();
  });
  const peaks = new PeakRelease(() => coming.shift()!, release);
  while (coming.length > 0) await peaks.look();
  return release.mock.calls.length;
}

const loads = (utilization: number) => (mib: number, checks: number) =>
  Array.from({ length: checks }, (): Load => ({ memory: mib * MIB, utilization }));
const [calm, usual, peak] = [loads(CALM), loads(USUAL), loads(PEAK)];
const START = calm(2, 1);

it.each<[string, readonly Load[], number]>([
  ['never without a peak', [...usual(30, 30), ...calm(30, 60)], 0],
  ['never without growth', [...peak(30, 1), ...calm(9, 30)], 0],
  ['never while there is usual load', [...peak(30, 1), ...usual(30, 60)], 0],
  [
    'never while peaks follow each other',
    [...peak(30, 1), ...calm(30, 14), ...peak(30, 1), ...calm(30, 14)],
    0,
  ],
  ['once after a peak', [...peak(30, 1), ...calm(10, 15)], 1],
  ['once after two peaks', [...peak(30, 1), ...calm(30, 14), ...peak(30, 1), ...calm(30, 15)], 1],
  ['when it is calm on average', [...peak(30, 1), ...usual(30, 1), ...calm(30, 30)], 1],
  ['not again by later growth', [...peak(30, 1), ...calm(10, 15), ...calm(30, 30)], 1],
  ['after each peak', [...peak(30, 1), ...calm(10, 15), ...peak(30, 1), ...calm(10, 15)], 2],
  ['by growth since the least', [...calm(1, 1), ...peak(30, 1), ...calm(9, 15)], 1],
])('releases memory %s', async (_, after, releases) => {
  expect(await releasesOf([...START, ...after])).toBe(releases);
});

it('does not repeat a release that freed nothing', async () => {
  const first = [...START, ...peak(30, 1), ...calm(30, 15)];
  expect(await releasesOf([...first, ...peak(30, 1), ...calm(37, 15)], 30 * MIB)).toBe(1);
  expect(await releasesOf([...first, ...peak(30, 1), ...calm(38, 15)], 30 * MIB)).toBe(2);
});

it('releases the memory of this process', async () => {
  const utilizations = [CALM, PEAK, ...Array.from({ length: 15 }, () => CALM), CALM];
  const peaks = new PeakRelease(() => ({ memory: memoryUsage.rss(), utilization: utilizations.shift()! }));
  await peaks.look();
  const held = new WeakRef(Buffer.alloc(32 * MIB, 1));
  for (let check = 0; check < 14; check++) await peaks.look();
  expect(held.deref()).toBeDefined();
  await peaks.look();
  expect(held.deref()).toBeUndefined();
});

it('measures the memory and the utilization of this process', async () => {
  const measure = measureLoad();
  const until = performance.now() + 50;
  while (performance.now() < until);
  await setImmediate();
  expect(measure().utilization).toBeGreaterThan(0.5);
  await sleep(100);
  const { memory, utilization } = measure();
  expect(utilization).toBeLessThan(0.5);
  expect(Math.abs(memory - memoryUsage.rss())).toBeLessThan(16 * MIB);
});
