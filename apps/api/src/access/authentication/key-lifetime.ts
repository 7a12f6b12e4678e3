import type { Freshness } from './freshness.js';

/** Milliseconds. So long at most a key may go on working that the issuer has removed, whatever it says. */
const LONGEST = 3_600_000;

/**
 * Returns how long an answer may be used by its Cache-Control (RFC 9111 §5.2.2), in milliseconds; `undefined` where it
 * says nothing or forbids it.
 */
export function lifetimeOf(cacheControl: string | null): number | undefined {
  const directives = (cacheControl ?? '')
    .toLowerCase()
    .split(',')
    .map((each) => each.trim());
  if (directives.some((each) => /^(?:no-store|no-cache)(?:=|$)/.test(each))) return undefined;
  const [, seconds] =
    /^max-age="?(\d{1,10})"?$/.exec(directives.find((each) => each.startsWith('max-age=')) ?? '') ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** The freshness of keys that the issuer lets be used so long: never shorter than without it, and an hour at most. */
export function freshnessFor(usual: Freshness, lifetime: number | undefined): Freshness {
  const maxAge = Math.max(usual.maxAge, Math.min(lifetime ?? 0, LONGEST));
  if (maxAge === usual.maxAge) return usual;
  return { ...usual, maxAge, staleAfter: maxAge / 2, staleIfError: Math.max(usual.staleIfError, maxAge) };
}
