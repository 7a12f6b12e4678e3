import { afterEach, expect, it, vi } from 'vitest';
import { isoTime } from './iso-time.js';

afterEach(() => void vi.useRealTimers());

it('writes the same text as Date, at every change of the clock', () => {
  vi.useFakeTimers();
  const later = 1_795_000_000_000;
  const times = [0, 1, 1, 10, 999, 1000, 1001, ...[0, 1, 99, 999, 1000].map((more) => later + more), 5];
  for (const time of times) {
    vi.setSystemTime(time);
    expect(isoTime()).toBe(new Date(time).toISOString());
  }
});
