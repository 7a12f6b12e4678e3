import { TIME } from './patterns.js';
import type { TextRule } from './text-rule.js';

/**
 * The rule for a time (RFC 3339 §5.6) whose day exists in its month. The time may be in the future, since a file must
 * not become valid or invalid as time passes.
 */
export const RFC3339_TIME: TextRule = {
  pattern: TIME,
  wanted: 'must be a time, such as 2026-11-24T12:00:00Z',
  wrong(text) {
    if (!TIME.test(text)) return RFC3339_TIME.wanted;
    return isDay(text.slice(0, 10)) ? undefined : 'must be on a day that the month has';
  },
};

/** Returns whether a day exists. `Date.parse` reads February 30 as March 2. */
const isDay = (date: string): boolean => new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);
