const SIGNING_ID = /"signingId":"([0-9A-HJKMNP-TV-Z]{26})"/g;

/**
 * Compares the signing ids in answers with those in audit events. An id is kept until it has appeared on both sides, so
 * that the ledger stays small in a long run.
 */
export class Ledger {
  readonly #answered = new Set<string>();
  readonly #audited = new Set<string>();
  /** The number of ids that have appeared on both sides. */
  signings = 0;

  /** Enters the signing ids of an answer. @param body the body of an answer, which has an id for each URL */
  answered(body: string): void {
    for (const [, id] of body.matchAll(SIGNING_ID)) this.#settle(id!, this.#answered, this.#audited);
  }

  /** Enters the signing ids of a log line, if it is an audit event. @param line a line of a log */
  logged(line: string): void {
    if (!line.includes('"signingId"')) return;
    for (const [, id] of line.matchAll(SIGNING_ID)) this.#settle(id!, this.#audited, this.#answered);
  }

  /** The ids of answers without an audit event. */
  get unaudited(): readonly string[] {
    return [...this.#answered];
  }

  /** The ids of audit events without an answer. */
  get unanswered(): readonly string[] {
    return [...this.#audited];
  }

  #settle(id: string, side: Set<string>, other: Set<string>): void {
    if (other.delete(id)) this.signings++;
    else side.add(id);
  }
}
