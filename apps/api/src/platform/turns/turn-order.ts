import type { Client } from '../http/client.js';

/** The tenant and the subject for which work is done. */
export interface Owner {
  readonly tenant: string;
  /** Unique among all issuers. */
  readonly subject: string;
  /** Set if the work may be dropped once the client has disconnected. */
  readonly client?: Client | undefined;
}

/** The maximum number of tenants and subjects that are remembered. */
const MAX_REMEMBERED = 2000;

/**
 * The order in which owners get turns. The first is the one whose tenant and whose subject have waited longest. A
 * subject gains nothing by a token that names many tenants.
 */
export class TurnOrder {
  /** The number of the last turn of each tenant and each subject. */
  #last = new Map<string, number>();
  #given = 0;

  /** Records a turn. */
  gave({ tenant, subject }: Owner): void {
    if (this.#last.size > MAX_REMEMBERED) this.#last.clear();
    this.#given += 1;
    this.#last.set(tenant, this.#given).set(subject, this.#given);
  }

  /** Returns a negative number if the first owner comes before the other, and zero if neither does. */
  compare(one: Owner, other: Owner): number {
    return this.#lastOf(one) - this.#lastOf(other);
  }

  #lastOf({ tenant, subject }: Owner): number {
    return Math.max(this.#last.get(tenant) ?? 0, this.#last.get(subject) ?? 0);
  }
}
