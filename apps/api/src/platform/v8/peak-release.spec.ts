import { expect, it, vi } from 'vitest';
import { PeakRelease, type Load } from './peak-release.js';

const MIB = 1024 ** 2;
const CALM = 0.1;
const BUSY = 0.4;

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
const times = <Value>(count: number, value: Value): Value[] => Array<Value>(count).fill(value);

it.each<[string, readonly Load[], number[]]>([
  ['never without growth', [calm(20), calm(27), calm(27), calm(20)], [0, 0, 0, 0]],
  ['once after a peak', [calm(20), busy(36), calm(36), calm(36), calm(2), calm(2)], [0, 0, 0, 1, 1, 1]],
  [
    'not while the process is busy',
    [calm(2), ...times(9, busy(90)), calm(90), calm(90)],
    [...times(11, 0), 1],
  ],
  ['not in a short pause', [busy(2), calm(90), busy(90), calm(90), busy(90)], [0, 0, 0, 0, 0]],
  ['by the least since the start', [calm(30), calm(2), calm(18)], [0, 0, 1]],
])('releases memory %s', async (_, loads, releases) => {
  expect(await releasesOf(loads)).toEqual(releases);
});

it('waits for ten minutes between two releases', async () => {
  const releases = await releasesOf([calm(2), ...times(62, calm(30))]);
  expect(releases).toEqual([0, ...times(60, 1), 2, 2]);
});

it('does not repeat a release that freed nothing', async () => {
  const loads = [calm(2), ...times(100, calm(30)), ...times(100, calm(37)), calm(38)];
  expect((await releasesOf(loads, 30 * MIB)).slice(-2)).toEqual([1, 2]);
});

it('releases the memory of this process', async () => {
  const peaks = new PeakRelease();
  await peaks.look();
  const held = new WeakRef(Buffer.alloc(32 * MIB, 1));
  for (let checks = 0; checks < 2; checks++) {
    await new Promise((resolve) => setTimeout(resolve, 2_000)); // much longer than the work, so that the process is calm
    await peaks.look();
  }
  expect(held.deref()).toBeUndefined();
});
