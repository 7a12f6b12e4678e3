const CR = 0x0d;
const LF = 0x0a;
/** The empty line that ends a head (RFC 9112 §2.1). */
const EMPTY_LINE = Buffer.from('\r\n\r\n');
/** The last chunk, which ends a chunked body without trailers (RFC 9112 §7.1). */
const LAST_CHUNK = Buffer.from('0\r\n\r\n');
/**
 * The number of bytes of a possibly chunked body that are parsed at once. A chunk may have only one byte, and each
 * chunk costs an event.
 */
const BODY_STEP = 256;
/** The number of bytes that are searched for the end of a head, and parsed, at once. */
const HEAD_STEP = 4096;

/** The number of previously parsed bytes that are needed to find a mark that is split across two chunks. */
export const TAIL = LAST_CHUNK.length - 1;

/**
 * Finds the end of the first head at or after `from`.
 *
 * @param tail the last bytes that were parsed before the chunk
 * @returns the position after the head, or -1 if no head ends in the chunk
 */
function headEnd(chunk: Buffer, from: number, tail?: Buffer): number {
  return behind(EMPTY_LINE, chunk, from, tail);
}

/**
 * Finds the part of a chunk that the parser may take without reaching a second head.
 *
 * @param begin the position at which the head begins or continues
 * @param tail the last bytes of the head that were parsed before
 * @returns `end`: the position after the head, or -1. `to`: the position up to which to parse; it may include some
 * bytes of the body, but no second head
 */
export function headPiece(chunk: Buffer, begin: number, tail?: Buffer): { end: number; to: number } {
  const most = Math.min(begin + HEAD_STEP, chunk.length);
  const end = headEnd(upTo(chunk, most), begin, tail);
  if (end === -1) return { end, to: most };
  const to = Math.min(end + BODY_STEP, chunk.length);
  return { end, to: headEnd(upTo(chunk, to), end) === -1 ? to : end };
}

/** Skips the empty lines that a server ignores before a request line (RFC 9112 §2.2). */
export function skipEmptyLines(chunk: Buffer, from: number): number {
  let at = from;
  while (chunk[at] === CR || chunk[at] === LF) at += 1;
  return at;
}

/**
 * Finds how far a chunked body may be parsed without parsing much of a second request.
 *
 * @param tail the last bytes that were parsed before
 * @returns the position up to which to parse
 */
export function chunksEnd(chunk: Buffer, from: number, tail?: Buffer): number {
  const to = Math.min(from + BODY_STEP, chunk.length);
  const found = behind(LAST_CHUNK, upTo(chunk, to), from, tail);
  return found === -1 ? to : found;
}

const upTo = (chunk: Buffer, to: number): Buffer => (to === chunk.length ? chunk : chunk.subarray(0, to));

function behind(mark: Buffer, chunk: Buffer, from: number, tail: Buffer | undefined): number {
  if (tail !== undefined) {
    const seam = Buffer.concat([tail, chunk.subarray(from, from + mark.length - 1)]);
    const across = seam.indexOf(mark, Math.max(0, tail.length - mark.length + 1));
    if (across !== -1) return from + across + mark.length - tail.length;
  }
  const found = chunk.indexOf(mark, from);
  return found === -1 ? -1 : found + mark.length;
}
