import type { IncomingMessage } from 'node:http';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { exchangeOf } from '../platform/http/connections.js';
import type { Exchange } from '../platform/http/exchange.js';
import { atCapacity } from '../platform/problems/api-error.js';
import { isFair, type Share } from './fair-share.js';

export interface AdmissionBounds {
  /** Admitted requests at a time. */
  readonly requests: number;
  /** Bytes that bodies and answers of admitted requests may take, all together. */
  readonly bytes: number;
}

/**
 * One subject gets at most half of the capacity, and one tenant two thirds. The largest body fits if there is no
 * other one.
 */
const SHARE: Share = { ofTenant: 2, ofSubject: 1 };

/** Requests of known callers that aren't answered yet. No stranger takes a place here. */
export class Admissions {
  /**
   * Requests under way, in no order. A Map with this turnover would keep its old tables until the next major
   * collection.
   */
  readonly #exchanges: Exchange[] = [];

  constructor(private readonly bounds: AdmissionBounds) {}

  get size(): number {
    return this.#exchanges.length;
  }

  /** @throws ApiError `service_unavailable` where the caller, or the tenant, holds its share already */
  admit(request: IncomingMessage, { caller, tenant }: TenantAccess): void {
    const exchange = exchangeOf(request);
    if (exchange === undefined) return;
    exchange.caller = caller;
    exchange.tenant = tenant.id;
    // below a half, no caller can hold more than a share, so that nothing needs to be counted
    if (this.#exchanges.length * 2 >= this.bounds.requests)
      this.#requireFair(exchange, this.bounds.requests, 1, one);
    exchange.index = this.#exchanges.push(exchange) - 1;
  }

  /**
   * Reserves memory until the answer has left.
   *
   * @param bytes beyond what is reserved for the request already
   * @throws ApiError `service_unavailable`
   */
  reserve(request: IncomingMessage, bytes: number): void {
    const exchange = exchangeOf(request);
    if (exchange === undefined) return;
    this.#requireFair(exchange, this.bounds.bytes, bytes, bytesOf);
    exchange.bytes += bytes;
  }

  /** Call this when the exchange is over. */
  release(exchange: Exchange): void {
    const { index } = exchange;
    if (index === -1) return;
    exchange.index = -1;
    const last = this.#exchanges.pop()!;
    if (last === exchange) return;
    this.#exchanges[index] = last;
    last.index = index;
  }

  /** Bodies that are arriving. */
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
      if (other.tenant !== tenant) continue;
      byTenant += held;
      if (other === exchange) continue;
      if (other.caller!.subject === caller!.subject && other.caller!.issuer === caller!.issuer)
        bySubject += held;
    }
    if (!isFair({ capacity, byAll, byTenant, bySubject }, cost, SHARE)) throw atCapacity();
  }
}

const one = (): number => 1;
const bytesOf = ({ bytes }: Exchange): number => bytes;
