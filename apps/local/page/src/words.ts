const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** `1.4 MiB` */
export function bytesInWords(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), UNITS.length - 1);
  const value = bytes / 1024 ** power;
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${UNITS[power]}`;
}

const two = (part: number): string => String(Math.floor(part)).padStart(2, '0');

/** `1:02:03`, or `2:03` below an hour. @param seconds from 0 */
export function clockOf(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), (seconds % 3600) / 60];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${Math.floor(minutes)}:${two(seconds % 60)}`;
}

export const timeInWords = (time: string): string => new Date(time).toLocaleTimeString();
