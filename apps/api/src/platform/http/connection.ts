import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Exchange } from './exchange.js';
import { chunksEnd, headPiece, skipEmptyLines, TAIL } from './head-end.js';
import { startReading, stopReading } from './socket-reading.js';
import type { Scheduler, Task } from './scheduler.js';
import type { SeenTokens } from './seen-tokens.js';

/** Bytes that a connection may have sent ahead; one read of Node's takes up to 64 KiB. */
const MAX_HELD = 128 * 1024;
/** Bytes that may wait for their turn before reading stops, which takes system calls: a head and a small body. */
const MAX_WAITING = 4096;
/** Bytes, and milliseconds, of a body that are read and dropped behind an early answer. */
const MAX_LINGER_BYTES = 64 * 1024;
const MAX_LINGER_TIME = 1000;
/** Times that the parser is called in one turn, for what may be cut into very small pieces. */
const MAX_PIECES = 4;

/** What a connection tells those who keep all of them. */
export interface Watcher {
  /** Called for each request when its turn has come. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  readonly scheduler: Scheduler;
  readonly seenTokens: SeenTokens;
  /** The exchange is over: answered, or its client has gone. */
  ended(exchange: Exchange): void;
  /** Bytes that are held back have become more or fewer. */
  held(change: number): void;
}

/**
 * A client's connection. Its requests are answered one after the other: what was sent ahead (pipelining, RFC 9112 §9.3.2)
 * waits as bytes, and one request is taken from them in each turn of the event loop.
 */
export class Connection implements Task {
  /** Position among all connections. */
  index = -1;
  /** Milliseconds of `performance.now()`: when it was opened, or when its last exchange began or ended. */
  since = performance.now();
  /** Whether its last request was admitted. */
  isKnown = false;
  /** The tenant of its last request, or of the next where that shows a token that was seen; empty for a stranger's. */
  group = '';
  /** Of the last request that was admitted. */
  #authorization = '';
  /** What is being answered. */
  exchange: Exchange | undefined = undefined;
  /** What the parser found behind it. */
  #next: Exchange | undefined = undefined;
  /** What was read and not parsed. */
  #held: Buffer | undefined = undefined;
  /** What was just read. */
  #received: Buffer | undefined = undefined;
  #isQueued = false;
  /** Bytes of the present body that weren't given to the parser. */
  #bodyLeft = 0;
  /** Whether the parser has the beginning of a head. */
  #isInHead = false;
  /** The last bytes of a head or a chunked body that was parsed in part. */
  #tail: Buffer | undefined = undefined;
  /** Bytes dropped behind an early answer; `undefined` unless there was one. */
  #lingered: number | undefined = undefined;

  /** @param parse Node's own listener for what the socket receives */
  constructor(
    readonly socket: Socket,
    private readonly parse: (chunk: Buffer) => void,
    private readonly watcher: Watcher,
  ) {}

  /** Bytes that were read and not parsed. */
  get heldBytes(): number {
    return this.#held?.length ?? 0;
  }

  /** Takes what the socket has received. */
  receive(chunk: Buffer): void {
    if (this.#lingered !== undefined) return this.#drop(chunk.length);
    if (this.#held !== undefined) {
      this.#hold(Buffer.concat([this.#held, chunk]));
      return stopReading(this.socket); // what comes byte by byte shall not cost a read for each
    }
    this.#received = chunk;
    if (!this.#isBusy && this.watcher.scheduler.tryNow(this.#feedReceived)) return;
    this.#received = undefined; // otherwise it would stay in memory until the next read
    this.#hold(chunk);
    if (!this.#isBusy) this.#queue();
  }

  /** Goes on with what has waited. */
  proceed(): void {
    this.#isQueued = false;
    if (this.socket.destroyed) return;
    const next = this.#next;
    if (next !== undefined && this.exchange === undefined) {
      this.#next = undefined;
      this.#begin(next);
      this.#awaitReader(next.request);
    }
    const held = this.#held;
    if (held === undefined || this.#isBusy) return;
    this.#hold(undefined);
    this.#feed(held);
    if (this.#held === undefined) startReading(this.socket);
  }

  /** Takes a request from the parser. Only one that nothing is before begins at once. */
  dispatch(request: IncomingMessage, response: ServerResponse): void {
    const exchange = new Exchange(request, response);
    if (this.exchange === undefined) this.#begin(exchange);
    else if (this.#next === undefined) this.#next = exchange;
    else this.socket.destroy();
  }

  /**
   * Ends the connection with the present answer if the request has a body that is not read: half-closes it and drops
   * what still comes for a while, so that the client gets the answer instead of a reset ("lingering close").
   */
  endEarly(exchange: Exchange): void {
    if (this.#lingered !== undefined || exchange.request.complete || !hasBody(exchange.request)) return;
    this.#lingered = 0;
    exchange.response.shouldKeepAlive = false;
    const { socket } = this;
    this.#hold(undefined);
    startReading(socket);
    // Node calls this when the last answer was written, and would close both directions
    socket.destroySoon = () => {
      socket.end();
      setTimeout(() => socket.destroy(), MAX_LINGER_TIME).unref();
    };
  }

  /** Call this when the socket has closed. */
  forget(): void {
    if (this.#isQueued) this.watcher.scheduler.drop(this);
    this.#isQueued = false;
    this.#hold(undefined);
    this.#next = undefined;
  }

  #begin(exchange: Exchange): void {
    this.exchange = exchange;
    this.since = exchange.since;
    exchange.response.on('close', this.#ended);
    const { method } = exchange.request;
    if (method === 'GET' || method === 'HEAD') this.endEarly(exchange); // their bodies are not read
    this.watcher.handler(exchange.request, exchange.response);
  }

  readonly #ended = (): void => {
    const exchange = this.exchange!;
    this.isKnown = exchange.caller !== undefined;
    this.group = exchange.tenant;
    if (this.isKnown) this.#remember(exchange.request.headers.authorization);
    this.exchange = undefined;
    this.since = performance.now();
    this.watcher.ended(exchange);
    if (this.#next !== undefined || this.#held !== undefined) this.#queue();
  };

  readonly #feedReceived = (): void => {
    const chunk = this.#received!;
    this.#received = undefined;
    this.#feed(chunk);
  };

  #remember(authorization = ''): void {
    if (authorization === this.#authorization) return;
    this.#authorization = authorization;
    this.watcher.seenTokens.remember(authorization, this.group);
  }

  #queue(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    const isAtHead = this.exchange === undefined && this.#next === undefined && !this.#isInHead;
    if (isAtHead && this.#held !== undefined)
      this.group = this.watcher.seenTokens.groupOf(this.#held) ?? this.group;
    this.watcher.scheduler.queue(this);
  }

  /** Gives the parser what may be parsed now, and holds the rest. */
  #feed(chunk: Buffer): void {
    let from = 0;
    for (let pieces = 0; from < chunk.length && !this.socket.destroyed; pieces += 1) {
      if (this.#lingered !== undefined) return this.#drop(chunk.length - from);
      if (this.#isBusy) return this.#hold(from === 0 ? chunk : chunk.subarray(from));
      if (pieces === MAX_PIECES) {
        this.#hold(chunk.subarray(from));
        return this.#queue();
      }
      from = this.exchange === undefined ? this.#feedHead(chunk, from) : this.#feedBody(chunk, from);
    }
  }

  /** Whether nothing may be parsed now: the present exchange has its whole request, or no handler reads its body (yet). */
  get #isBusy(): boolean {
    const request = this.exchange?.request;
    return request !== undefined && (this.#next !== undefined || request.complete || !hasReader(request));
  }

  /** Leaves the rest of a body unparsed until the request is admitted and its body is read. */
  #awaitReader(request: IncomingMessage): void {
    if (!request.complete && !hasReader(request)) request.once('resume', this.#onReader);
  }

  readonly #onReader = (): void => {
    if (this.#isQueued || this.#held === undefined || this.#isBusy) return;
    if (!this.watcher.scheduler.tryNow(this.#proceedNow)) this.#queue();
  };

  readonly #proceedNow = (): void => this.proceed();

  /** @returns up to where the chunk was parsed */
  #feedHead(chunk: Buffer, from: number): number {
    const wasInHead = this.#isInHead;
    const begin = wasInHead ? from : skipEmptyLines(chunk, from);
    const { end, to } = headPiece(chunk, begin, wasInHead ? this.#tail : undefined);
    this.#parse(chunk, from, to);
    const request = this.exchange?.request;
    this.#bodyLeft = request === undefined ? 0 : bodyLength(request) - (to - end);
    this.#isInHead =
      request === undefined
        ? wasInHead || begin < to
        : this.#bodyLeft < 0 && !isChunked(request) && skipEmptyLines(chunk, to + this.#bodyLeft) < to;
    this.#tail = this.#isInHead || isChunked(request) ? tailOf(chunk, from, to, this.#tail) : undefined;
    if (request !== undefined) this.#awaitReader(request);
    return to;
  }

  /** @returns up to where the chunk was parsed */
  #feedBody(chunk: Buffer, from: number): number {
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

  #hold(bytes: Buffer | undefined): void {
    const before = this.heldBytes;
    this.#held = bytes;
    this.watcher.held((bytes?.length ?? 0) - before);
    if (bytes === undefined) return;
    if (bytes.length > MAX_HELD) this.socket.destroy();
    else if (bytes.length > MAX_WAITING) stopReading(this.socket);
  }

  #drop(bytes: number): void {
    this.#lingered! += bytes;
    if (this.#lingered! > MAX_LINGER_BYTES) stopReading(this.socket);
  }
}

/** Bytes that the body has by its head; 0 for a chunked one, too, whose length is unknown. */
const bodyLength = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? 0);

const isChunked = (request: IncomingMessage | undefined): boolean =>
  request?.headers['transfer-encoding'] !== undefined;

const hasReader = ({ readableFlowing }: IncomingMessage): boolean => readableFlowing !== null;

/** Whether a request has a body (RFC 9112 §6). */
const hasBody = (request: IncomingMessage): boolean => isChunked(request) || bodyLength(request) > 0;

/** A copy of the last bytes that were parsed: a part of the chunk would keep all of it. */
const tailOf = (chunk: Buffer, from: number, to: number, before: Buffer | undefined): Buffer =>
  Buffer.concat([before ?? Buffer.alloc(0), chunk.subarray(Math.max(from, to - TAIL), to)]).subarray(-TAIL);
