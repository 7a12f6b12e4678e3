import type { IncomingMessage } from 'node:http';
import { chunksEnd, headPiece, skipEmptyLines, TAIL } from './head-end.js';
import { bodyLength, isChunked } from './request-body.js';

/**
 * Passes the bytes of a connection to Node's parser in pieces. A piece ends no later than the head or the body that it
 * belongs to may end, so that one call of the parser finds few events.
 */
export class PieceParser {
  /** The number of bytes of the current body that are not parsed yet. */
  #bodyLeft = 0;
  /** True if the parser has received the beginning of a head but not its end. */
  #isInHead = false;
  /** The last parsed bytes of a head or a chunked body that is parsed in part. */
  #tail: Buffer | undefined = undefined;

  /**
   * @param parse Node's own listener for the data that the socket receives
   * @param current returns the request whose body comes next; `undefined` if a head comes next
   */
  constructor(
    private readonly parse: (chunk: Buffer) => void,
    private readonly current: () => IncomingMessage | undefined,
  ) {}

  get isInHead(): boolean {
    return this.#isInHead;
  }

  /** Parses the next piece of a chunk. @returns the position up to which the chunk was parsed */
  parseNext(chunk: Buffer, from: number): number {
    return this.current() === undefined ? this.#parseHead(chunk, from) : this.#parseBody(chunk, from);
  }

  #parseHead(chunk: Buffer, from: number): number {
    const wasInHead = this.#isInHead;
    const begin = wasInHead ? from : skipEmptyLines(chunk, from);
    const { end, to } = headPiece(chunk, begin, wasInHead ? this.#tail : undefined);
    this.#parse(chunk, from, to);
    const request = this.current();
    this.#bodyLeft = request === undefined ? 0 : bodyLength(request) - (to - end);
    const hasChunks = request !== undefined && isChunked(request);
    this.#isInHead =
      request === undefined
        ? wasInHead || begin < to
        : this.#bodyLeft < 0 && !hasChunks && skipEmptyLines(chunk, to + this.#bodyLeft) < to;
    this.#tail = this.#isInHead || hasChunks ? tailOf(chunk, from, to, this.#tail) : undefined;
    return to;
  }

  #parseBody(chunk: Buffer, from: number): number {
    const to =
      this.#bodyLeft > 0 ? Math.min(from + this.#bodyLeft, chunk.length) : chunksEnd(chunk, from, this.#tail);
    if (this.#bodyLeft > 0) this.#bodyLeft -= to - from;
    else this.#tail = tailOf(chunk, from, to, this.#tail);
    this.#parse(chunk, from, to);
    return to;
  }

  #parse(chunk: Buffer, from: number, to: number): void {
    this.parse(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to));
  }
}

/** Returns a copy of the last parsed bytes. A subarray would keep the whole chunk in memory. */
const tailOf = (chunk: Buffer, from: number, to: number, before: Buffer | undefined): Buffer =>
  Buffer.concat([before ?? Buffer.alloc(0), chunk.subarray(Math.max(from, to - TAIL), to)]).subarray(-TAIL);
