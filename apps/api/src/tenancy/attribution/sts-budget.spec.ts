import { expect, it } from 'vitest';
import { StsBudget } from './sts-budget.js';

it('allows a burst, then so many in a second, and says when it is used up', async () => {
  let now = 0;
  const budget = new StsBudget(2, () => now);
  const call = () => budget.run(() => Promise.resolve('session'));
  for (let i = 0; i < 20; i++) expect(await call()).toBe('session');
  await expect(call()).rejects.toMatchObject({ code: 'credentials_unavailable' });
  now = 1000;
  expect(await Promise.all([call(), call()])).toEqual(['session', 'session']);
  await expect(call()).rejects.toThrow(/limit of new sessions is reached/);
});

it('makes ten calls at once, and the next as one ends, however it ends', async () => {
  const budget = new StsBudget(10, () => 0);
  const ends: PromiseWithResolvers<void>[] = [];
  const calls = Array.from({ length: 15 }, () =>
    budget.run(() => {
      const end = Promise.withResolvers<void>();
      ends.push(end);
      return end.promise;
    }),
  );
  await Promise.resolve();
  expect(ends).toHaveLength(10);
  ends[0]!.reject(new Error('denied'));
  ends[1]!.resolve();
  await expect(calls[0]).rejects.toThrow('denied');
  await calls[1];
  await expect.poll(() => ends.length).toBe(12);
  for (const end of ends) end.resolve();
  await expect.poll(() => ends.length).toBe(15);
  for (const end of ends) end.resolve();
  await Promise.all(calls.slice(1));
});
