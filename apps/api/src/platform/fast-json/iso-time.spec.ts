import { afterEach, expect, it, vi } from 'vitest';
import { isoTime } from './iso-time.js';

afterEach(() => void vi.useRealTimers());

it('writes the same text as Date, at every change of the clock', () => {
  vi.useFakeTimers();
  const later = 1_795_000_000_000;
  for (const time of [
    0,
    1,
    1,
    10,
    999,
    1000,
    1001,
    later,
    later + 1,
    later + 99,
    later + 999,
    later + 1000,
    5,
  ]) {
    vi.setSystemTime(time);
    expect(isoTime()).toBe(new Date(time).toISOString());
  }
});
