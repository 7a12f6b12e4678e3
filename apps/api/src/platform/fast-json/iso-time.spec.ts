import { afterEach, expect, it, vi } from 'vitest';
import { isoTime } from './iso-time.js';

afterEach(() => void vi.useRealTimers());

it('writes the same text as Date, at every change of the clock', () => {
  vi.useFakeTimers();
  for (const time of [0, 1, 1, 1_795_000_000_123, 5]) {
    vi.setSystemTime(time);
    expect(isoTime()).toBe(new Date(time).toISOString());
  }
});
