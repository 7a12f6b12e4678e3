import { expect, it, vi } from 'vitest';
import { PeakRelease, type Load } from './peak-release.js';

const MIB = 1024 ** 2;
const CALM = 0.1;
const BUSY = 0.9;

/** Returns how many times memory was released after each check. @param left bytes after a release */
async function releasesOf(loads: readonly Load[], left = 1 * MIB): Promise<number[]> {
  const coming = [...loads];
  const release = vi.fn<() => Promise<void>>(() => {
    coming.unshift({ memory: left, utilization: CALM });
    return Promise.resolve();
  });
  const peaks = new PeakRelease(() => coming.shift()!, release);
  const releases: number[] = [];
  for (const _ of loads) {
    await peaks.look();
    releases.push(release.mock.calls.length);
  }
  return releases;
}

const calm = (mib: number): Load => ({ memory: mib * MIB, utilization: CALM });
const busy = (mib: number): Load => ({ memory: mib * MIB, utilization: BUSY });

it.each<[string, readonly Load[], number[]]>([
  ['never without growth', [calm(2), calm(9), calm(2)], [0, 0, 0]],
  ['once after a peak', [calm(2), calm(12), calm(2), calm(2)], [0, 1, 1, 1]],
  ['after each peak', [calm(2), calm(12), calm(2), calm(12)], [0, 1, 1, 2]],
  ['not while the process is busy', [calm(2), busy(30), busy(30), calm(12)], [0, 0, 0, 1]],
  ['by the least since the start', [calm(20), calm(2), calm(11)], [0, 0, 1]],
])('releases memory %s', async (_, loads, releases) => {
  expect(await releasesOf(loads)).toEqual(releases);
});

it('does not repeat a release that freed nothing', async () => {
  expect(await releasesOf([calm(2), calm(30), calm(30), calm(35), calm(39)], 30 * MIB)).toEqual([
    0, 1, 1, 1, 2,
  ]);
});

it('releases the memory of this process', async () => {
  const peaks = new PeakRelease();
  await peaks.look();
  const held = new WeakRef(Buffer.alloc(32 * MIB, 1));
  await new Promise((resolve) => setTimeout(resolve, 1000)); // longer than the allocation, so that the process is calm
  await peaks.look();
  expect(held.deref()).toBeUndefined();
});
