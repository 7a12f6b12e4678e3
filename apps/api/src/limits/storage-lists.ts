import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { disconnected } from '../platform/http/client.js';
import { atCapacity } from '../platform/problems/api-error.js';
import { isFair, type Share } from '../platform/turns/fair-share.js';
import { TurnOrder, type Owner } from '../platform/turns/turn-order.js';
import { ownerOf } from '../access/authorization/owner-of.js';

/** The maximum number of items that are requested from S3 at the same time. Reading 1,000 takes some 50 ms. */
const MAX_ITEMS = 4096;
/** The items that a short list counts as, so that short lists leave connections to S3 free. */
const LEAST_ITEMS = 64;
/** The items that a long list counts as at most, so that something shorter can be requested beside it. */
const MOST_ITEMS = MAX_ITEMS / 2;
/** The maximum number of lists that wait. Each keeps its request in memory, until S3 has answered those before it. */
const MAX_WAITING = 64;
/** The largest shares: one subject gets at most half of the capacity, and one tenant two thirds. */
const SHARE: Share = { ofTenant: 2, ofSubject: 1 };

interface List {
  readonly owner: Owner;
  readonly items: number;
  readonly start: () => void;
  readonly drop: (error: unknown) => void;
}

/**
 * Limits the lists that the service requests from S3 at the same time, because reading their XML holds the event loop.
 * Other lists wait. Tenants and their subjects take turns.
 */
@Injectable()
export class StorageLists {
  readonly #running = new Set<List>();
  readonly #waiting: List[] = [];
  readonly #order = new TurnOrder();

  /**
   * Requests and reads a list when its turn has come.
   *
   * @param items the number of items that S3 may return
   * @throws ApiError `service_unavailable` if too many lists of the subject or the tenant wait; rejects with the error
   *   of `work`, or with `request_timeout` if the client has disconnected while the list waited
   */
  async run<T>(access: TenantAccess, items: number, work: () => Promise<T>): Promise<T> {
    const owner = ownerOf(access);
    if (!isFair(takenBy(this.#waiting, owner, MAX_WAITING, one), 1, SHARE)) throw atCapacity();
    const { promise, resolve: start, reject: drop } = Promise.withResolvers<void>();
    const list = { owner, items: Math.min(Math.max(items, LEAST_ITEMS), MOST_ITEMS), start, drop };
    this.#waiting.push(list);
    this.#startNext();
    await promise;
    try {
      return await work();
    } finally {
      this.#running.delete(list);
      this.#startNext();
    }
  }

  /** Starts the lists that may be requested now. A list whose owner has none under way is overtaken by no other. */
  #startNext(): void {
    this.#waiting.sort((one, other) => this.#order.compare(one.owner, other.owner));
    for (let index = 0; index < this.#waiting.length;) {
      const list = this.#waiting[index]!;
      if (list.owner.client?.destroyed) {
        this.#waiting.splice(index, 1);
        list.drop(disconnected());
        continue;
      }
      const taken = takenBy(this.#running, list.owner, MAX_ITEMS, itemsOf);
      if (this.#running.size === 0 || isFair(taken, list.items, SHARE)) {
        this.#waiting.splice(index, 1);
        this.#running.add(list);
        this.#order.gave(list.owner);
        list.start();
        return this.#startNext();
      }
      if (taken.byTenant === 0 && taken.bySubject === 0) return;
      index += 1;
    }
  }
}

const one = (): number => 1;
const itemsOf = ({ items }: List): number => items;

/** Returns the amounts of a resource that lists take. */
function takenBy(
  lists: Iterable<List>,
  { tenant, subject }: Owner,
  capacity: number,
  weight: (list: List) => number,
) {
  let [byAll, byTenant, bySubject] = [0, 0, 0];
  for (const list of lists) {
    byAll += weight(list);
    if (list.owner.tenant === tenant) byTenant += weight(list);
    if (list.owner.subject === subject) bySubject += weight(list);
  }
  return { capacity, byAll, byTenant, bySubject };
}
