import { createServer, type IncomingMessage, type Server, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { Connection, type Watcher } from './connection.js';
import type { Exchange } from './exchange.js';
import { Scheduler } from './scheduler.js';
import { SeenTokens } from './seen-tokens.js';

export interface ConnectionBounds {
  /** Connections at a time. For a new one beyond them, one of the tenant that has most is closed, the longest-waiting first. */
  readonly connections: number;
  /** Milliseconds from a request's head to the end of its answer; for requests of strangers a tenth. */
  readonly time: number;
  /** Bytes of answers that wait for clients to read them, all together. */
  readonly unread: number;
  /** Bytes that clients have sent ahead, all together. */
  readonly held: number;
}

const CONNECTION = Symbol('connection');

type Carrier = Socket & { [CONNECTION]?: Connection };

type Handler = Watcher['handler'];

/** @returns `undefined` where the client has gone, or never had a connection, as in a Lambda function */
export const exchangeOf = ({ socket }: IncomingMessage): Exchange | undefined =>
  (socket as Carrier | null)?.[CONNECTION]?.exchange;

const dispatch: Handler = (request, response) =>
  (request.socket as Carrier)[CONNECTION]!.dispatch(request, response);

/** Call this before a request is answered without its body having been read. */
export function endEarly(request: IncomingMessage): void {
  const connection = (request.socket as Carrier | null)?.[CONNECTION];
  if (connection?.exchange) connection.endEarly(connection.exchange);
}

/**
 * All connections of a server: how many there may be, and what they may keep waiting. At a bound a connection of
 * the tenant that has most, or of strangers, is closed instead of the new one; those whose request is admitted are spared.
 */
export class Connections implements Watcher {
  /** In no order: a connection that closes is replaced by the last. */
  readonly #all: Connection[] = [];
  #held = 0;
  handler: Handler = () => {};
  readonly scheduler = new Scheduler();
  readonly seenTokens = new SeenTokens();

  /** @param onEnd is told when an exchange is over */
  constructor(
    private readonly bounds: ConnectionBounds,
    private readonly onEnd: (exchange: Exchange) => void,
  ) {}

  get size(): number {
    return this.#all.length;
  }

  /** @param handler takes a request when its turn has come */
  createServer(options: ServerOptions, handler: Handler): Server {
    this.handler = handler;
    const server = createServer(options, dispatch);
    server.on('checkContinue', dispatch); // whether the body is wanted is told when the request is admitted
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

  /** Closes the connections whose answers take too long or aren't read. To be called once a second. */
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
    // Node's parser reads by itself until another listener for data is added
    socket.removeListener('data', parse);
    socket.on('data', (chunk: Buffer) => connection.receive(chunk));
    socket.on('close', () => this.#remove(connection));
  }

  /** From now on the connection counts, and its requests find it. */
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

  /** The tenant with the most connections goes first, or strangers; then who was not admitted; then who waits longest. */
  #crowdedFirst(): Order {
    const counts = new Map<string, number>();
    for (const { group } of this.#all) counts.set(group, (counts.get(group) ?? 0) + 1);
    return (one, other) => {
      const more = counts.get(one.group)! - counts.get(other.group)!;
      return more === 0 ? waitsLonger(one, other) : more > 0;
    };
  }

  /** @returns false where there is none */
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

/** Whether no admitted request is being answered. */
const isIdle = ({ exchange }: Connection): boolean => exchange?.caller === undefined;

type Order = (one: Connection, other: Connection) => boolean;

/** Connections whose last request was not admitted come first. */
const waitsLonger: Order = (one, other) =>
  one.isKnown === other.isKnown ? one.since < other.since : !one.isKnown;

const holdsMore: Order = (one, other) => one.heldBytes > other.heldBytes;
