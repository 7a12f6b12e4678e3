const CR = 0x0d;
const LF = 0x0a;
/** Ends a head (RFC 9112 §2.1). */
const EMPTY_LINE = Buffer.from('\r\n\r\n');
/** Ends a chunked body (RFC 9112 §7.1) that has no trailers. */
const LAST_CHUNK = Buffer.from('0\r\n\r\n');
/** Bytes of a chunked body that are parsed at once. */
const CHUNKED_STEP = 4096;

/** Bytes of what was parsed before that are needed to find what a cut has split. */
export const TAIL = LAST_CHUNK.length - 1;

/**
 * @param tail what was parsed before the chunk
 * @returns the position behind the head that ends first at or behind `from`, -1 where none does
 */
export function headEnd(chunk: Buffer, from: number, tail?: Buffer): number {
  return behind(EMPTY_LINE, chunk, from, tail);
}

/** Skips the empty lines that a server ignores before a request line (RFC 9112 §2.2). */
export function skipEmptyLines(chunk: Buffer, from: number): number {
  let at = from;
  while (chunk[at] === CR || chunk[at] === LF) at += 1;
  return at;
}

/**
 * @param tail what was parsed before
 * @returns a position up to which a chunked body may be parsed, with hardly a second request behind it
 */
export function chunksEnd(chunk: Buffer, from: number, tail?: Buffer): number {
  const found = behind(LAST_CHUNK, chunk, from, tail);
  return Math.min(found === -1 ? Infinity : found, from + CHUNKED_STEP);
}

function behind(mark: Buffer, chunk: Buffer, from: number, tail: Buffer | undefined): number {
  if (tail !== undefined) {
    const seam = Buffer.concat([tail, chunk.subarray(from, from + mark.length - 1)]);
    const across = seam.indexOf(mark, Math.max(0, tail.length - mark.length + 1));
    if (across !== -1) return from + across + mark.length - tail.length;
  }
  const found = chunk.indexOf(mark, from);
  return found === -1 ? -1 : found + mark.length;
}
