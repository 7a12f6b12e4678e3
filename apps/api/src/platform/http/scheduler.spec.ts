import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, expect, it } from 'vitest';
import { ProcessorTime } from '../turns/processor-time.js';
import { Scheduler } from './scheduler.js';

let time: number, scheduler: Scheduler, log: string[];
beforeEach(() => {
  time = 0;
  scheduler = new Scheduler(new ProcessorTime(() => time), () => time);
  log = [];
});

/**
 * Queues tasks of one group.
 *
 * @param cost milliseconds that each task takes within the same turn of the event loop
 */
const queue = (group: string, count: number, cost = 0): void => {
  const proceed = (): void => {
    log.push(group);
    void Promise.resolve().then(() => (time += cost));
  };
  for (let index = 0; index < count; index += 1) scheduler.queue({ group, proceed });
};

/** Returns how many tasks began in each turn, until `count` tasks have begun. */
async function turnsOf(count: number): Promise<number[]> {
  const turns: number[] = [];
  for (let before = 0; log.length < count; before = log.length) {
    await nextTurn();
    turns.push(log.length - before);
  }
  return turns;
}

it('lets nothing wait while there is little to do', () => {
  let done = 0;
  for (let count = 0; count < 64; count += 1) expect(scheduler.tryNow(() => (done += 1))).toBe(true);
  expect(done).toBe(64);
});

it('lets more wait for the next turn of the event loop', async () => {
  for (let round = 0; round < 3; round += 1) {
    let done = 0;
    while (scheduler.tryNow(() => (done += 1)));
    expect(done).toBe(64);
    await nextTurn();
  }
});

it('begins fewer tasks in a turn where they take long, down to one, and more again', async () => {
  queue('', 200, 1);
  const turns = (await turnsOf(200)).filter((begun) => begun > 0);
  expect(turns.slice(0, 3)).toEqual([64, 32, 16]);
  expect(Math.max(...turns.slice(8))).toBe(3); // a turn may take 2 ms, and the third task is one too many
  log = [];
  queue('', 300);
  expect(Math.max(...(await turnsOf(300)))).toBeGreaterThan(16);
});

it('gives groups their turns one after the other, however much work one of them has', async () => {
  queue('', 400, 0.5);
  queue('a', 3);
  expect(scheduler.tryNow(() => {})).toBe(false);
  await nextTurn();
  expect(log.slice(0, 7)).toEqual(['', 'a', '', 'a', '', 'a', '']);
  await turnsOf(403);
});

it('lets a group whose tasks are short overtake one whose tasks are long', async () => {
  queue('long', 70, 20);
  await turnsOf(64); // the time that they take isn't known before
  log = [];
  queue('short', 20, 1);
  await turnsOf(26);
  expect(log.lastIndexOf('short')).toBeLessThan(log.indexOf('long'));
});

it('gives no turn to a task that was dropped', async () => {
  const task = { group: '', proceed: () => log.push('dropped') };
  scheduler.queue(task);
  queue('', 2);
  scheduler.queue({ ...task, group: 'a' });
  scheduler.drop(task);
  scheduler.drop(task);
  await nextTurn();
  expect(log).toEqual(['', 'dropped', '']);
});
