import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { Connection, type Watcher } from './connection.js';
import type { Exchange } from './exchange.js';
import { ProcessorTime } from '../turns/processor-time.js';
import { Scheduler } from './scheduler.js';
import { SeenTokens } from './seen-tokens.js';

export interface ConnectionBounds {
  /**
   * The maximum number of open connections. A new connection beyond this number closes one of the tenant that has the
   * most connections, beginning with the one that has waited longest.
   */
  readonly connections: number;
  /**
   * Milliseconds from the head of a request to the end of its answer. Unauthenticated requests get a tenth of this
   * time.
   */
  readonly time: number;
  /** The maximum number of bytes, over all connections, of answers that clients have not read yet. */
  readonly unread: number;
  /** The maximum number of bytes, over all connections, that clients have sent ahead. */
  readonly held: number;
}

const CONNECTION = Symbol('connection');

type Carrier = Socket & { [CONNECTION]?: Connection };

type Handler = Watcher['handler'];

/**
 * Returns the exchange of a request.
 *
 * @returns `undefined` if the client has disconnected, or if there is no connection, such as in a Lambda function
 */
export const exchangeOf = ({ socket }: IncomingMessage): Exchange | undefined =>
  (socket as Carrier | null)?.[CONNECTION]?.exchange;

const dispatch: Handler = (request, response) =>
  (request.socket as Carrier)[CONNECTION]!.dispatch(request, response);

/** Closes the connection after an early answer. Call this before a request is answered whose body was not read. */
export function endEarly(request: IncomingMessage): void {
  const connection = (request.socket as Carrier | null)?.[CONNECTION];
  if (connection?.exchange) connection.endEarly(connection.exchange);
}

/**
 * All connections of a server, with limits on their number and on the bytes that wait. At a limit, a connection of the
 * tenant that has the most connections (or an unauthenticated one) is closed instead of the new one. A connection whose
 * request is admitted stays open.
 */
export class Connections implements Watcher {
  /** The open connections in no particular order: the last one takes the place of one that closes. */
  readonly #all: Connection[] = [];
  #held = 0;
  handler: Handler = () => {};
  readonly scheduler: Scheduler;
  readonly seenTokens = new SeenTokens();

  /** @param onEnd called when an exchange is over */
  constructor(
    private readonly bounds: ConnectionBounds,
    private readonly onEnd: (exchange: Exchange) => void,
    processorTime = new ProcessorTime(),
  ) {
    this.scheduler = new Scheduler(processorTime);
  }

  get size(): number {
    return this.#all.length;
  }

  /**
   * Creates the HTTP server.
   *
   * @param handler called for a request when its turn has come
   */
  createServer(options: ServerOptions, handler: Handler): Server {
    this.handler = handler;
    const server = createServer(options, dispatch);
    server.on('checkContinue', dispatch); // `100 Continue` is sent when the request is admitted
    server.on('checkExpectation', dispatch); // other expectations are ignored (RFC 9110 §10.1.1)
    server.on('connection', (socket) => this.#add(socket));
    return server;
  }

  ended(exchange: Exchange): void {
    this.onEnd(exchange);
  }

  held(change: number): void {
    this.#held += change;
    while (this.#held > this.bounds.held && this.#closeFirst(({ heldBytes }) => heldBytes > 0, holdsMore));
  }

  /** Closes the connections whose answers take too long or are not read. Call this once a second. */
  sweep(now = performance.now()): void {
    const { time, unread: maxUnread } = this.bounds;
    const busy = this.#all.filter(({ exchange }) => exchange !== undefined);
    let unread = 0;
    for (const { socket } of busy) unread += socket.writableLength;
    for (const { socket, exchange } of busy.toSorted((one, other) => one.since - other.since)) {
      const waiting = socket.writableLength;
      const isSlow = unread > maxUnread && waiting > 0;
      const limit = exchange!.caller === undefined ? time / 10 : time;
      if (!isSlow && now - exchange!.since < limit) continue;
      unread -= waiting;
      socket.destroy();
    }
  }

  #add(socket: Socket): void {
    if (this.#all.length >= this.bounds.connections && !this.#closeFirst(isIdle, this.#crowdedFirst()))
      return void socket.destroy();
    const [parse] = socket.listeners('data') as [(chunk: Buffer) => void];
    const connection = new Connection(socket, parse, this);
    this.keep(connection);
    // Node's parser reads from the handle directly until a second `data` listener is added.
    socket.removeListener('data', parse);
    socket.on('data', (chunk: Buffer) => connection.receive(chunk));
    socket.on('close', () => this.#remove(connection));
  }

  /** Registers the connection, so that it counts and its requests find it. */
  keep(connection: Connection): void {
    (connection.socket as Carrier)[CONNECTION] = connection;
    connection.index = this.#all.push(connection) - 1;
  }

  #remove(connection: Connection): void {
    const { index } = connection;
    if (index === -1) return;
    connection.index = -1;
    connection.forget();
    const last = this.#all.pop()!;
    if (last === connection) return;
    this.#all[index] = last;
    last.index = index;
  }

  /**
   * Returns the order in which connections are closed: first those of the tenant (or of unauthenticated clients) with
   * the most connections, then those whose last request was not admitted, then those that have waited longest.
   */
  #crowdedFirst(): Order {
    const counts = new Map<string, number>();
    for (const { group } of this.#all) counts.set(group, (counts.get(group) ?? 0) + 1);
    return (one, other) => {
      const more = counts.get(one.group)! - counts.get(other.group)!;
      return more === 0 ? waitsLonger(one, other) : more > 0;
    };
  }

  /**
   * Closes the first matching connection in the given order.
   *
   * @returns false if no connection matches
   */
  #closeFirst(among: (connection: Connection) => boolean, isFirst: Order): boolean {
    let chosen: Connection | undefined;
    for (const connection of this.#all) {
      if (!among(connection)) continue;
      if (chosen === undefined || isFirst(connection, chosen)) chosen = connection;
    }
    if (chosen === undefined) return false;
    this.#remove(chosen);
    chosen.socket.destroy();
    return true;
  }
}

/** Returns whether no admitted request is being answered on the connection. */
const isIdle = ({ exchange }: Connection): boolean => exchange?.caller === undefined;

type Order = (one: Connection, other: Connection) => boolean;

/** Orders connections: those whose last request was not admitted come first, then those that have waited longest. */
const waitsLonger: Order = (one, other) =>
  one.isKnown === other.isKnown ? one.since < other.since : !one.isKnown;

const holdsMore: Order = (one, other) => one.heldBytes > other.heldBytes;
