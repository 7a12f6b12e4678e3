let at = Number.NaN;
let text = '';

/** ISO 8601, now; made once for all lines of a millisecond. */
export function isoTime(): string {
  const now = Date.now();
  if (now !== at) {
    text = new Date(now).toISOString();
    at = now;
  }
  return text;
}
