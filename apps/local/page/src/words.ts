const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Returns a size such as `1.4 MiB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${UNITS[power]}`;
}

/** Returns a number with its noun, such as `1 request` or `2 requests`. */
export const countText = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');

/** Returns a duration such as `1:02:03`, or `2:03` below an hour. @param seconds from 0 */
export function clockText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), (seconds % 3600) / 60];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${Math.floor(minutes)}:${two(seconds % 60)}`;
}

/** Returns the date and the time of day in the browser's language. @param time RFC 3339 */
export const dateText = (time: string): string =>
  new Date(time).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
