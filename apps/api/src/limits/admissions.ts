import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { disconnected } from '../platform/http/client.js';
import { exchangeOf } from '../platform/http/connections.js';
import type { Exchange } from '../platform/http/exchange.js';
import type { Caller } from '../platform/caller.js';
import { atCapacity } from '../platform/problems/api-error.js';
import { isFair, type Share } from '../platform/turns/fair-share.js';

export interface AdmissionBounds {
  /** The maximum number of admitted requests at a time. */
  readonly requests: number;
  /** The maximum number of bytes for bodies and answers of all admitted requests together. */
  readonly bytes: number;
}

/**
 * The largest shares of the capacity: one subject gets at most half, and one tenant two thirds. The largest body fits
 * if no other body is in memory.
 */
const SHARE: Share = { ofTenant: 2, ofSubject: 1 };

/** The admitted requests that are not answered yet. Only authenticated requests are admitted. */
export class Admissions {
  /**
   * The requests in progress, in no order. A Map with this turnover would keep its old tables until the next major
   * garbage collection.
   */
  readonly #exchanges: Exchange[] = [];

  constructor(private readonly bounds: AdmissionBounds) {}

  get size(): number {
    return this.#exchanges.length;
  }

  /**
   * Admits a request.
   *
   * @throws ApiError `service_unavailable` if the caller or the tenant already holds its share; `request_timeout` if the
   *   client has disconnected
   */
  admit(request: IncomingMessage, { caller, tenant }: TenantAccess): void {
    const exchange = exchangeOf(request);
    if (exchange === undefined) return requireClient(request);
    exchange.caller = caller;
    exchange.tenant = tenant.id;
    // With less than half of the places taken, no caller can exceed a share, so nothing needs to be counted.
    if (this.#exchanges.length * 2 >= this.bounds.requests)
      this.#requireFair(exchange, this.bounds.requests, 1, one);
    exchange.index = this.#exchanges.push(exchange) - 1;
  }

  /**
   * Reserves memory until the answer is sent.
   *
   * @param bytes in addition to the memory that is already reserved for the request
   * @throws ApiError `service_unavailable`
   */
  reserve(request: IncomingMessage, bytes: number): void {
    const exchange = exchangeOf(request);
    if (exchange === undefined) return requireClient(request);
    this.#requireFair(exchange, this.bounds.bytes, bytes, bytesOf);
    exchange.bytes += bytes;
  }

  /** Releases the request's place and memory. Call this when the exchange is over. */
  release(exchange: Exchange): void {
    const { index } = exchange;
    if (index === -1) return;
    exchange.index = -1;
    const last = this.#exchanges.pop()!;
    if (last === exchange) return;
    this.#exchanges[index] = last;
    last.index = index;
  }

  /** Returns the exchanges whose bodies are still arriving. */
  arriving(): Exchange[] {
    return this.#exchanges.filter(({ body }) => body !== undefined);
  }

  #requireFair(
    exchange: Exchange,
    capacity: number,
    cost: number,
    weight: (exchange: Exchange) => number,
  ): void {
    const { caller, tenant } = exchange;
    let [byAll, byTenant, bySubject] = [0, 0, 0];
    for (const other of this.#exchanges) {
      const held = weight(other);
      byAll += held;
      if (other.tenant === tenant) byTenant += held;
      // One token may name several tenants.
      if (other !== exchange && isSameSubject(other.caller!, caller!)) bySubject += held;
    }
    if (!isFair({ capacity, byAll, byTenant, bySubject }, cost, SHARE)) throw atCapacity();
  }
}

/**
 * Requires that the client is still there, because nothing limits the work for a client that has disconnected. A request
 * to a Lambda function has no exchange either.
 *
 * @throws ApiError `request_timeout`
 */
function requireClient({ socket }: IncomingMessage): void {
  if ((socket as Socket | null)?.destroyed) throw disconnected();
}

const isSameSubject = (one: Caller, other: Caller): boolean =>
  one.subject === other.subject && one.issuer === other.issuer;

const one = (): number => 1;
const bytesOf = ({ bytes }: Exchange): number => bytes;
