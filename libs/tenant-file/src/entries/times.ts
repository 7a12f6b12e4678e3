import { TIME } from './patterns.js';
import type { TextRule } from './text-rule.js';

/** A time (RFC 3339 §5.6) on a day that its month has. It may be in the future: no file becomes valid or invalid as time passes. */
export const RFC3339_TIME: TextRule = {
  pattern: TIME,
  wanted: 'must be a time, such as 2026-11-24T12:00:00Z',
  wrong(text) {
    if (!TIME.test(text)) return RFC3339_TIME.wanted;
    return isDay(text.slice(0, 10)) ? undefined : 'must be on a day that the month has';
  },
};

/** `Date.parse` takes the 30th of February for the 2nd of March. */
const isDay = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
