import type { Freshness } from './freshness.js';

/**
 * The longest lifetime in milliseconds. It limits how long a key stays accepted that the issuer has removed, regardless
 * of the issuer's Cache-Control.
 */
const LONGEST = 3_600_000;

/**
 * Returns how long an answer may be used according to its Cache-Control field (RFC 9111 §5.2.2).
 *
 * @returns milliseconds; `undefined` if the field names no lifetime or forbids caching
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

/**
 * Returns the freshness for keys with a lifetime from their issuer. It is never shorter than the usual freshness, and
 * one hour at most.
 */
export function freshnessFor(usual: Freshness, lifetime: number | undefined): Freshness {
  const maxAge = Math.max(usual.maxAge, Math.min(lifetime ?? 0, LONGEST));
  if (maxAge === usual.maxAge) return usual;
  return { ...usual, maxAge, staleAfter: maxAge / 2, staleIfError: Math.max(usual.staleIfError, maxAge) };
}
