const SIGNING_ID = /"signingId":"([0-9A-HJKMNP-TV-Z]{26})"/g;

/**
 * Whether what was answered is what was audited. An id is kept until it was seen on both sides, so the book stays small
 * however long it is kept.
 */
export class Ledger {
  readonly #answered = new Set<string>();
  readonly #audited = new Set<string>();
  /** Ids that were seen on both sides. */
  signings = 0;

  /** @param body of an answer, with as many ids as there are URLs in it */
  answered(body: string): void {
    for (const [, id] of body.matchAll(SIGNING_ID)) this.#settle(id!, this.#answered, this.#audited);
  }

  /** @param line of a log */
  logged(line: string): void {
    if (!line.includes('"signingId"')) return;
    for (const [, id] of line.matchAll(SIGNING_ID)) this.#settle(id!, this.#audited, this.#answered);
  }

  /** Ids of answers without an audit event. */
  get unaudited(): readonly string[] {
    return [...this.#answered];
  }

  /** Ids of audit events whose answer no one got. */
  get unanswered(): readonly string[] {
    return [...this.#audited];
  }

  #settle(id: string, side: Set<string>, other: Set<string>): void {
    if (other.delete(id)) this.signings++;
    else side.add(id);
  }
}
