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

interface Entry {
  /** `performance.now()` */
  readonly since: number;
  caller: Caller | undefined;
  /** Of a large body. */
  bytes: number;
}

/**
 * Requests whose answers haven't left yet, the oldest first: how many there may be, and for how long. What comes beyond is
 * refused at once, so that what was begun is finished; clients that don't read their answers are cut off.
 */
export class InFlight {
  readonly #entries = new Map<ServerResponse, Entry>();
  #timer: NodeJS.Timeout | undefined;

  constructor(private readonly bounds: InFlightBounds) {}

  get size(): number {
    return this.#entries.size;
  }

  watch(server: Server): void {
    const entries = this.#entries;
    function forget(this: ServerResponse): void {
      entries.delete(this);
    }
    server.prependListener('request', (_request: IncomingMessage, response: ServerResponse) => {
      entries.set(response, { since: performance.now(), caller: undefined, bytes: 0 });
      response.on('close', forget); // also where the client has gone
    });
    server.on('listening', () => {
      this.#timer = setInterval(() => this.sweep(), INTERVAL).unref();
    });
    server.on('close', () => clearInterval(this.#timer));
  }

  /** @throws ApiError `service_unavailable` */
  requireRoom(): void {
    if (this.#entries.size > this.bounds.requests) throw busy('The service has its hands full.');
  }

  /**
   * Looks at subjects only while it is crowded: the count costs a look at everything.
   *
   * @throws ApiError `service_unavailable` where the subject has its half
   */
  requireShare(response: ServerResponse, caller: Caller): void {
    const entry = this.#entries.get(response);
    if (!entry) return; // came without a connection
    const half = this.bounds.requests / 2;
    if (this.#entries.size > half) {
      let own = 0;
      for (const { caller: other } of this.#entries.values()) if (isSameSubject(caller, other)) own += 1;
      if (own >= half) throw busy('You have too many requests under way.');
    }
    entry.caller = caller;
  }

  /**
   * For routes that take more than others: bodies and what is made of them are held in memory.
   *
   * @throws ApiError `service_unavailable`
   */
  requireBytes(response: ServerResponse, bytes: number): void {
    const entry = this.#entries.get(response);
    if (!entry) return;
    let [all, own] = [bytes, 0];
    for (const other of this.#entries.values()) {
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
    for (const { writableLength } of this.#entries.keys()) unread += writableLength;
    for (const [response, { since }] of this.#entries) {
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
