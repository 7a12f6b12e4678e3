import { beforeEach, expect, it } from 'vitest';
import { ProcessorTime } from './processor-time.js';

let now: number, time: ProcessorTime;
beforeEach(() => {
  now = 0;
  time = new ProcessorTime(() => now);
});

it('adds up what a group has used, and counts half of it a second later', () => {
  time.charge('team-a', 20);
  time.charge('team-a', 20);
  expect(time.usedBy('team-a')).toBe(40);
  now = 1000;
  expect(time.usedBy('team-a')).toBe(20);
  time.charge('team-a', 20);
  now = 2000;
  expect(time.usedBy('team-a')).toBe(20);
});

it('knows no use of others', () => {
  time.charge('team-a', 20);
  expect(time.usedBy('team-b')).toBe(0);
});

it('stays small, however many groups there are', () => {
  for (let n = 0; n < 100_000; n += 1) time.charge(`team-${n}`, 1);
  const known = Array.from({ length: 100_000 }, (_, n) => time.usedBy(`team-${n}`)).filter(Boolean);
  expect(known.length).toBeLessThanOrEqual(2001);
});
