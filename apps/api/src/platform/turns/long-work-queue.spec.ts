import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LongWorkQueue } from './long-work-queue.js';
import { ProcessorTime } from './processor-time.js';

/** Does work in several turns, and logs its name at each turn. */
async function work(queue: LongWorkQueue, name: number, parts: number, log: number[]): Promise<void> {
  const nextTurn = queue.begin({ tenant: 'team-a', subject: 'alice' });
  for (let part = 0; part < parts; part++) {
    await nextTurn();
    log.push(name);
  }
}

it('ends what began first before others go on', async () => {
  const lengths = fc.array(fc.nat(8), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(lengths, async (parts) => {
      const queue = new LongWorkQueue(new ProcessorTime());
      const log: number[] = [];
      await Promise.all(parts.map((count, name) => work(queue, name, count, log)));
      expect(log).toEqual(parts.flatMap((count, name) => Array.from({ length: count }, () => name)));
    }),
  );
});

it('gives one turn in each of the event loop, also where many wait', async () => {
  const queue = new LongWorkQueue(new ProcessorTime());
  const log: number[] = [];
  const all = Promise.all([1, 2, 3].map((name) => work(queue, name, 3, log)));
  for (let turn = 1; turn <= 9; turn++) {
    await setImmediate();
    expect(log.length).toBeLessThanOrEqual(turn);
  }
  await all;
  expect(log).toHaveLength(9);
});

it('holds no one up for one who has begun and waits for something else', async () => {
  const queue = new LongWorkQueue(new ProcessorTime());
  queue.begin({ tenant: 'team-a', subject: 'alice' });
  const log: number[] = [];
  await work(queue, 1, 3, log);
  expect(log).toEqual([1, 1, 1]);
});

it('gives a subject that names many tenants no more turns than one with a single tenant', async () => {
  const queue = new LongWorkQueue(new ProcessorTime());
  const log: string[] = [];
  const turns = async (tenant: string, subject: string, count: number) => {
    const nextTurn = queue.begin({ tenant, subject });
    for (let turn = 0; turn < count; turn++) {
      await nextTurn();
      log.push(subject);
    }
  };
  const many = Array.from({ length: 10 }, (_, index) => turns(`m${index}`, 'mallory', 4));
  await Promise.all([...many, turns('team-a', 'alice', 4)]);
  expect(log.slice(0, 8).filter((subject) => subject === 'alice')).toHaveLength(4);
});

/**
 * Returns how many turns of the event loop are between two turns of work.
 *
 * @param duration milliseconds of the first
 */
async function turnsBetween(duration: number): Promise<number> {
  const queue = new LongWorkQueue(new ProcessorTime());
  let [turns, isOver] = [0, false];
  const count = () => {
    turns += 1;
    if (!isOver) globalThis.setImmediate(count);
  };
  const nextTurn = queue.begin({ tenant: 'team-a', subject: 'alice' });
  await nextTurn();
  const second = nextTurn();
  for (const end = performance.now() + duration; performance.now() < end;);
  globalThis.setImmediate(count);
  await second;
  isOver = true;
  return turns;
}

it('rests after long work, and not after short work', async () => {
  expect(await turnsBetween(0)).toBeLessThanOrEqual(2);
  expect(await turnsBetween(40)).toBeGreaterThan(5);
});

it('drops work whose client has disconnected, and goes on with that of others', async () => {
  const queue = new LongWorkQueue(new ProcessorTime());
  const client = { destroyed: false };
  const own = queue.begin({ tenant: 'team-a', subject: 'mallory', client });
  await own();
  const dropped = Promise.allSettled([own(), own()]);
  client.destroyed = true;
  const log: number[] = [];
  await work(queue, 1, 3, log);
  expect(await dropped).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  expect(log).toEqual([1, 1, 1]);
  await expect(own()).rejects.toMatchObject({ code: 'request_timeout' });
  await work(queue, 2, 1, log);
  expect(log).toEqual([1, 1, 1, 2]);
});
