const CR = 0x0d;
const LF = 0x0a;
/** Ends a head (RFC 9112 §2.1). */
const EMPTY_LINE = Buffer.from('\r\n\r\n');
/** Ends a chunked body (RFC 9112 §7.1) that has no trailers. */
const LAST_CHUNK = Buffer.from('0\r\n\r\n');
/** Bytes of a body that are parsed at once where it may be in chunks: each may be of one byte, and costs an event. */
const BODY_STEP = 256;
/** Bytes that are searched, and parsed, at once for the end of a head. */
const HEAD_STEP = 4096;

/** Bytes of what was parsed before that are needed to find what a cut has split. */
export const TAIL = LAST_CHUNK.length - 1;

/**
 * @param tail what was parsed before the chunk
 * @returns the position behind the head that ends first at or behind `from`, -1 where none does
 */
function headEnd(chunk: Buffer, from: number, tail?: Buffer): number {
  return behind(EMPTY_LINE, chunk, from, tail);
}

/**
 * @param begin where the head begins, or goes on
 * @param tail what was parsed of it before
 * @returns `end`, the position behind the head or -1, and `to`, up to where to parse: a little of a body, but no second head
 */
export function headPiece(chunk: Buffer, begin: number, tail?: Buffer): { end: number; to: number } {
  const most = Math.min(begin + HEAD_STEP, chunk.length);
  const end = headEnd(chunk.subarray(0, most), begin, tail);
  if (end === -1) return { end, to: most };
  const to = Math.min(end + BODY_STEP, chunk.length);
  return { end, to: headEnd(chunk.subarray(0, to), end) === -1 ? to : end };
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
  const to = Math.min(from + BODY_STEP, chunk.length);
  const found = behind(LAST_CHUNK, chunk.subarray(0, to), from, tail);
  return found === -1 ? to : found;
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
