import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Caller } from '../callers/caller.js';
import { ApiError } from '../problems/api-error.js';

export interface InFlightBounds {
  /** Requests at a time; half of them for one subject. */
  readonly requests: number;
  /** Milliseconds from a request's head to the end of its answer. */
  readonly time: number;
  /** Bytes of large bodies together, as their header fields announce them; half of them for several of one subject. */
  readonly bodies: number;
  /** Bytes of answers that wait for clients to read them, all together. */
  readonly unread: number;
}

/** Milliseconds between looks. */
const INTERVAL = 1000;

const ENTRY = Symbol('in flight');

type Watched = ServerResponse & { [ENTRY]?: Entry };

interface Entry {
  readonly response: Watched;
  /** `performance.now()` */
  readonly since: number;
  /** Where it stands. */
  index: number;
  caller: Caller | undefined;
  /** Of a large body. */
  bytes: number;
}

/**
 * Requests whose answers haven't left yet: how many there may be, and for how long. What comes beyond is refused at once,
 * so that what was begun is finished; clients that don't read their answers are cut off.
 */
export class InFlight {
  /**
   * In no order: whoever leaves is replaced by the last. A Map would be made anew every few dozen requests, and V8 links
   * each old one to the next, so that all of them, and what is in them, would wait for a major garbage collection.
   */
  readonly #entries: Entry[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly bounds: InFlightBounds) {}

  get size(): number {
    return this.#entries.length;
  }

  watch(server: Server): void {
    const entries = this.#entries;
    function forget(this: Watched): void {
      const { index } = this[ENTRY]!;
      const last = entries.pop()!;
      if (index === entries.length) return;
      entries[index] = last;
      last.index = index;
    }
    server.prependListener('request', (_request: IncomingMessage, response: Watched) => {
      const entry = {
        response,
        since: performance.now(),
        index: entries.length,
        caller: undefined,
        bytes: 0,
      };
      response[ENTRY] = entry;
      entries.push(entry);
      response.on('close', forget); // also where the client has gone
    });
    server.on('listening', () => {
      this.#timer = setInterval(() => this.sweep(), INTERVAL).unref();
    });
    server.on('close', () => clearInterval(this.#timer));
  }

  /** @throws ApiError `service_unavailable` */
  requireRoom(): void {
    if (this.#entries.length > this.bounds.requests) throw busy('The service has its hands full.');
  }

  /**
   * Looks at subjects only while it is crowded: the count costs a look at everything.
   *
   * @throws ApiError `service_unavailable` where the subject has its half
   */
  requireShare(response: Watched, caller: Caller): void {
    const entry = response[ENTRY];
    if (!entry) return; // came without a connection
    const half = this.bounds.requests / 2;
    if (this.#entries.length > half) {
      let own = 0;
      for (const { caller: other } of this.#entries) if (isSameSubject(caller, other)) own += 1;
      if (own >= half) throw busy('You have too many requests under way.');
    }
    entry.caller = caller;
  }

  /**
   * For routes that take more than others: bodies and what is made of them are held in memory.
   *
   * @throws ApiError `service_unavailable`
   */
  requireBytes(response: Watched, bytes: number): void {
    const entry = response[ENTRY];
    if (!entry) return;
    let [all, own] = [bytes, 0];
    for (const other of this.#entries) {
      all += other.bytes;
      if (entry.caller && isSameSubject(entry.caller, other.caller)) own += other.bytes;
    }
    if (all > this.bounds.bodies) throw busy('The service has its hands full.');
    if (own > 0 && own + bytes > this.bounds.bodies / 2)
      throw busy('You have too many large requests under way.');
    entry.bytes = bytes;
  }

  /** Cuts off what takes too long, and whom too many bytes wait for. */
  sweep(now = performance.now()): void {
    let unread = 0;
    for (const { response } of this.#entries) unread += response.writableLength;
    for (const { response, since } of this.#entries.toSorted((one, other) => one.since - other.since)) {
      const waiting = response.writableLength;
      const isSlow = unread > this.bounds.unread && waiting > 0;
      if (!isSlow && now - since < this.bounds.time) continue;
      unread -= waiting;
      response.destroy();
    }
  }
}

const isSameSubject = ({ issuer, subject }: Caller, other: Caller | undefined): boolean =>
  other?.subject === subject && other.issuer === issuer;

const busy = (what: string): ApiError =>
  new ApiError('service_unavailable', `${what} Try again in a moment.`);
