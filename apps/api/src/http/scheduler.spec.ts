import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { Scheduler } from './scheduler.js';

let time: number, scheduler: Scheduler, log: string[];
beforeEach(() => {
  time = 0;
  scheduler = new Scheduler(() => time);
  log = [];
});

/** Takes a quarter of a millisecond. */
const work = (): void => void (time += 0.25);

const queue = (group: string, count: number): void => {
  const proceed = (): void => {
    work();
    log.push(group);
  };
  for (let index = 0; index < count; index += 1) scheduler.queue({ group, proceed });
};

it('lets nothing wait while there is little to do', () => {
  expect(scheduler.tryNow(work)).toBe(true);
  expect(time).toBe(0.25);
});

it('lets work wait when a millisecond of a turn of the event loop is used up, and none in the next turn', async () => {
  for (let round = 1; round <= 3; round += 1) {
    while (scheduler.tryNow(work));
    expect(time).toBe(round);
    await nextTurn();
  }
});

it('gives groups their turns one after the other, however much work one of them has', async () => {
  queue('', 40);
  queue('a', 3);
  expect(scheduler.tryNow(work)).toBe(false);
  while (log.length < 43) await nextTurn();
  expect(log.slice(0, 7)).toEqual(['', 'a', '', 'a', '', 'a', '']);
});

it('lets the event loop go on in between', async () => {
  queue('', 40);
  let turns = 0;
  for (; log.length < 40; turns += 1) await nextTurn();
  expect(turns).toBeGreaterThanOrEqual(8);
});
