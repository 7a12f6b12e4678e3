/** Whole seconds since 1970-01-01T00:00:00Z (RFC 7519, NumericDate without fractions). */
export type EpochSeconds = number;

export const epochSeconds = (time: Date | number): EpochSeconds => Math.floor(Number(time) / 1000);

/**
 * Formats a time as `X-Amz-Date` does, in ISO 8601 basic format: `20261124T120000Z`. The last text is cached, because
 * requests for many buckets are signed in the same second.
 */
export function formatAmzDate(time: EpochSeconds): string {
  if (time !== lastAmz.time) {
    lastAmz = { time, text: new Date(time * 1000).toISOString().replace(/[-:]|\.\d{3}/g, '') };
  }
  return lastAmz.text;
}

let lastAmz = { time: Number.NaN, text: '' };

/**
 * Reads an `X-Amz-Date`.
 *
 * @returns seconds since the epoch, or `undefined` if the text is not in the format that S3 takes
 */
export function parseAmzDate(text: string): EpochSeconds | undefined {
  if (!AMZ_DATE.test(text)) return undefined;
  const time = epochSeconds(Date.parse(text.replace(AMZ_DATE, '$1-$2-$3T$4:$5:$6Z')));
  // Date.parse reads 31 February as a day in March
  return !Number.isNaN(time) && formatAmzDate(time) === text ? time : undefined;
}

const AMZ_DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/**
 * Formats a time as the API's answers show it, in RFC 3339: `2026-11-24T12:00:00Z`. The last text is cached, because
 * thousands of answers name the same second.
 */
export function formatTime(time: EpochSeconds): string {
  if (time !== last.time) last = { time, text: new Date(time * 1000).toISOString().replace('.000Z', 'Z') };
  return last.text;
}

let last = { time: Number.NaN, text: '' };
