import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Exchange } from './exchange.js';
import { PieceParser } from './piece-parser.js';
import { hasBody } from './request-body.js';
import { startReading, stopReading } from './socket-reading.js';
import type { Scheduler, Task } from './scheduler.js';
import type { SeenTokens } from './seen-tokens.js';

/** The maximum number of bytes that one connection may send ahead. One read of Node takes up to 64 KiB. */
const MAX_HELD = 128 * 1024;
/**
 * The number of bytes that may wait for their turn before reading stops: one head and a small body. Stopping takes
 * system calls, so it is not done for fewer bytes.
 */
const MAX_WAITING = 4096;
/** The maximum number of bytes of a body that are read and dropped after an early answer. */
const MAX_LINGER_BYTES = 64 * 1024;
const MAX_LINGER_TIME = 1000;
/** The maximum number of parser calls in one turn of the event loop, for input that may arrive in very small pieces. */
const MAX_PIECES = 4;
/** A read of fewer bytes is small. */
const SMALL_READ = 512;
/** The number of small reads of one request after which its bytes are collected before they are parsed. */
const MAX_SMALL_READS = 16;
/** Milliseconds for which bytes are collected. Without it, a client that sends byte by byte costs a turn for each byte. */
const COLLECTING = 100;

/** Receives the events of a connection; `Connections` implements it for all connections. */
export interface Watcher {
  /** Called for each request when its turn has come. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  readonly scheduler: Scheduler;
  readonly seenTokens: SeenTokens;
  /** Called when an exchange is over: the request is answered, or the client has disconnected. */
  ended(exchange: Exchange): void;
  /** Called with the change of the number of held bytes. */
  held(change: number): void;
}

/**
 * A client's connection. Its requests are answered one after the other. Requests that were sent ahead (pipelining, RFC
 * 9112 §9.3.2) wait as bytes, and one request is parsed in each turn of the event loop.
 */
export class Connection implements Task {
  /** The connection's index in the list of all connections. */
  index = -1;
  /**
   * The time at which the connection was opened, or its last exchange began or ended: milliseconds of
   * `performance.now()`.
   */
  since = performance.now();
  /** True if the last request was admitted. */
  isKnown = false;
  /**
   * The scheduling group of the last request, or of the next request if its token was seen before. It is empty for a client that is not authenticated.
   */
  group = '';
  /** The `Authorization` field of the last admitted request. */
  #authorization = '';
  /** The exchange that is being answered. */
  exchange: Exchange | undefined = undefined;
  /** The exchange that the parser found after the current one. */
  #next: Exchange | undefined = undefined;
  /** The bytes that were read but are not parsed yet. */
  #held: Buffer | undefined = undefined;
  /** The chunk that was just read. */
  #received: Buffer | undefined = undefined;
  #isQueued = false;
  /** The number of small reads since the last request was answered. */
  #smallReads = 0;
  /** The number of bytes that were dropped after an early answer; `undefined` if there was none. */
  #lingered: number | undefined = undefined;

  readonly #parser: PieceParser;

  /** @param parse Node's own listener for the data that the socket receives */
  constructor(
    readonly socket: Socket,
    parse: (chunk: Buffer) => void,
    private readonly watcher: Watcher,
  ) {
    this.#parser = new PieceParser(parse, () => this.exchange?.request);
  }

  /** The number of bytes that were read but are not parsed yet. */
  get heldBytes(): number {
    return this.#held?.length ?? 0;
  }

  /** Handles a chunk that the socket has received. */
  receive(chunk: Buffer): void {
    if (this.#lingered !== undefined) return this.#drop(chunk.length);
    if (this.#held !== undefined) {
      this.#hold(Buffer.concat([this.#held, chunk]));
      return stopReading(this.socket); // input in very small pieces must not cost one read for each piece
    }
    if (chunk.length < SMALL_READ && ++this.#smallReads > MAX_SMALL_READS) return this.#collect(chunk);
    this.#received = chunk;
    if (!this.#isBusy && this.watcher.scheduler.tryNow(this.#feedReceived)) return;
    this.#received = undefined; // otherwise the chunk would stay in memory until the next read
    this.#hold(chunk);
    if (!this.#isBusy) this.#queue();
  }

  /** Continues with the request and the bytes that had to wait. */
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

  /** Takes a request from the parser. The request begins at once if no other exchange is in progress. */
  dispatch(request: IncomingMessage, response: ServerResponse): void {
    const exchange = new Exchange(request, response);
    if (this.exchange === undefined) this.#begin(exchange);
    else if (this.#next === undefined) this.#next = exchange;
    else this.socket.destroy();
  }

  /**
   * Closes the connection after the current answer if the request has a body that is not read. The socket is
   * half-closed, and further bytes are dropped for a while, so that the client receives the answer instead of a reset
   * ("lingering close").
   */
  endEarly(exchange: Exchange): void {
    if (this.#lingered !== undefined || exchange.request.complete || !hasBody(exchange.request)) return;
    this.#lingered = 0;
    exchange.response.shouldKeepAlive = false;
    const { socket } = this;
    this.#hold(undefined);
    startReading(socket);
    // Node calls this when the last answer is written; its own implementation would close both directions.
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
    const { caller, tenant } = exchange;
    this.isKnown = caller !== undefined;
    this.group = caller === undefined ? tenant : this.watcher.seenTokens.groupFor(caller, tenant);
    if (this.isKnown) this.#remember(exchange.request.headers.authorization);
    this.exchange = undefined;
    this.#smallReads = 0;
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

  /** Holds a small chunk until more bytes have arrived in the kernel. */
  #collect(chunk: Buffer): void {
    this.#hold(chunk);
    stopReading(this.socket);
    setTimeout(() => {
      if (this.#held !== undefined && !this.#isBusy) this.#queue();
    }, COLLECTING).unref();
  }

  #queue(): void {
    if (this.#isQueued) return;
    this.#isQueued = true;
    const isAtHead = this.exchange === undefined && this.#next === undefined && !this.#parser.isInHead;
    if (isAtHead && this.#held !== undefined)
      this.group = this.watcher.seenTokens.groupOf(this.#held) ?? this.group;
    this.watcher.scheduler.queue(this);
  }

  /** Passes the bytes to the parser that may be parsed now, and holds the rest. */
  #feed(chunk: Buffer): void {
    let from = 0;
    for (let pieces = 0; from < chunk.length && !this.socket.destroyed; pieces += 1) {
      if (this.#lingered !== undefined) return this.#drop(chunk.length - from);
      if (this.#isBusy) return this.#hold(from === 0 ? chunk : chunk.subarray(from));
      if (pieces === MAX_PIECES) {
        this.#hold(chunk.subarray(from));
        return this.#queue();
      }
      const isAtHead = this.exchange === undefined;
      from = this.#parser.parseNext(chunk, from);
      if (isAtHead && this.exchange !== undefined) this.#awaitReader(this.exchange.request);
    }
  }

  /**
   * True if nothing may be parsed now: the current request has arrived completely, or no handler reads its body yet.
   */
  get #isBusy(): boolean {
    const request = this.exchange?.request;
    return request !== undefined && (this.#next !== undefined || request.complete || !hasReader(request));
  }

  /** Leaves the rest of a body unparsed until the request is admitted and a handler reads the body. */
  #awaitReader(request: IncomingMessage): void {
    if (!request.complete && !hasReader(request)) request.once('resume', this.#onReader);
  }

  readonly #onReader = (): void => {
    if (this.#isQueued || this.#held === undefined || this.#isBusy) return;
    if (!this.watcher.scheduler.tryNow(this.#proceedNow)) this.#queue();
  };

  readonly #proceedNow = (): void => this.proceed();

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

const hasReader = ({ readableFlowing }: IncomingMessage): boolean => readableFlowing !== null;
