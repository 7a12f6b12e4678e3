const CR = 0x0d;
const LF = 0x0a;
/** Ends a head (RFC 9112 §2.1). */
const EMPTY_LINE = Buffer.from('\r\n\r\n');
/** Ends a chunked body (RFC 9112 §7.1) that has no trailers. */
const LAST_CHUNK = Buffer.from('0\r\n\r\n');
/** Bytes of a chunked body that are parsed at once. */
const CHUNKED_STEP = 4096;

/** @returns the position behind the head that ends first at or behind `from`, -1 where none does */
export function headEnd(chunk: Buffer, from: number): number {
  const found = chunk.indexOf(EMPTY_LINE, from);
  return found === -1 ? -1 : found + EMPTY_LINE.length;
}

/** Skips the empty lines that a server ignores before a request line (RFC 9112 §2.2). */
export function skipEmptyLines(chunk: Buffer, from: number): number {
  let at = from;
  while (chunk[at] === CR || chunk[at] === LF) at += 1;
  return at;
}

/** @returns a position up to which a chunked body may be parsed, with hardly a second request behind it */
export function chunksEnd(chunk: Buffer, from: number): number {
  const found = chunk.indexOf(LAST_CHUNK, from);
  return Math.min(found === -1 ? Infinity : found + LAST_CHUNK.length, from + CHUNKED_STEP);
}
