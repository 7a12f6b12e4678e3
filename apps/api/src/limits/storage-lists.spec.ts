import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { StorageLists } from './storage-lists.js';

const accessOf = (tenant: string, subject: string): TenantAccess =>
  ({ tenant: { id: tenant }, caller: { issuer: 'platform', subject } }) as TenantAccess;

/** Requests a list that lasts until its `end` is called. */
function request(lists: StorageLists, tenant: string, subject: string, items: number) {
  const { promise, resolve: end } = Promise.withResolvers<void>();
  const list = { isRunning: false, end, over: Promise.resolve() };
  list.over = lists.run(accessOf(tenant, subject), items, () => {
    list.isRunning = true;
    return promise;
  });
  list.over.catch(() => undefined);
  return list;
}

const running = (all: readonly { readonly isRunning: boolean }[]): number =>
  all.filter(({ isRunning }) => isRunning).length;

it('lets one subject request two long lists at a time, and leaves some for others', async () => {
  const lists = new StorageLists();
  const own = Array.from({ length: 10 }, () => request(lists, 'team-a', 'mallory', 1000));
  const elsewhere = Array.from({ length: 10 }, () => request(lists, 'team-c', 'mallory', 1000));
  await setImmediate();
  expect([running(own), running(elsewhere)]).toEqual([2, 0]);
  const other = request(lists, 'team-b', 'alice', 1000);
  await setImmediate();
  expect(other.isRunning).toBe(true);
});

it('lets one subject request 32 short lists at a time', async () => {
  const lists = new StorageLists();
  const own = Array.from({ length: 100 }, () => request(lists, 'team-a', 'mallory', 1));
  await setImmediate();
  expect(running(own)).toBe(32);
  const mate = request(lists, 'team-a', 'alice', 1);
  await setImmediate();
  expect(mate.isRunning).toBe(true);
});

it('runs every list, and gives the next turn to the caller that has waited longest', async () => {
  const lists = new StorageLists();
  const own = Array.from({ length: 6 }, () => request(lists, 'team-a', 'mallory', 4096));
  const other = request(lists, 'team-b', 'alice', 10_000);
  await setImmediate();
  expect([running(own), other.isRunning]).toEqual([1, false]);
  own[0]!.end();
  await own[0]!.over;
  await setImmediate();
  expect([running(own), other.isRunning]).toEqual([1, true]);
  for (const list of [other, ...own]) list.end();
  await Promise.all([other, ...own].map(({ over }) => over));
});

it('goes on after a list that failed', async () => {
  const lists = new StorageLists();
  const failed = lists.run(accessOf('team-a', 'alice'), 4096, () => Promise.reject(new Error('no list')));
  await expect(failed).rejects.toThrow('no list');
  await expect(lists.run(accessOf('team-a', 'alice'), 4096, () => Promise.resolve(1))).resolves.toBe(1);
});

it('refuses a subject with too many lists that wait, and no one else', async () => {
  const lists = new StorageLists();
  const own = Array.from({ length: 1100 }, () => request(lists, 'team-a', 'mallory', 4096));
  const refused = await Promise.race([own.at(-1)!.over.catch((error: unknown) => error), setImmediate()]);
  expect(refused).toMatchObject({ code: 'service_unavailable' });
  const other = request(lists, 'team-b', 'alice', 1);
  for (const list of own) list.end();
  other.end();
  await expect(other.over).resolves.toBeUndefined();
});

it('drops lists whose clients have disconnected while they waited', async () => {
  const lists = new StorageLists();
  const first = request(lists, 'team-a', 'mallory', 4096);
  const client = { destroyed: false };
  const waiting = lists.run({ ...accessOf('team-a', 'mallory'), client }, 4096, () =>
    Promise.reject(new Error()),
  );
  client.destroyed = true;
  first.end();
  await expect(waiting).rejects.toMatchObject({ code: 'request_timeout' });
  const next = request(lists, 'team-a', 'mallory', 4096);
  await setImmediate();
  expect(next.isRunning).toBe(true);
});
