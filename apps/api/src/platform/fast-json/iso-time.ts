let second = Number.NaN;
let prefix = '';

/**
 * Returns the current time in ISO 8601. Everything except the milliseconds is made once per second. Without the
 * reading of the clock, this takes 0.03 µs instead of 0.25.
 */
export function isoTime(): string {
  const now = Date.now();
  const milliseconds = now % 1000;
  if (now - milliseconds !== second) {
    second = now - milliseconds;
    prefix = new Date(second).toISOString().slice(0, -4);
  }
  return `${prefix}${String(milliseconds).padStart(3, '0')}Z`;
}
