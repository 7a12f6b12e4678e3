import { LRUCache } from 'lru-cache';

const MAX_TOKENS = 10_000;
/** How many characters at a token's end identify it. They are of its signature, which no client can guess. */
const LENGTH = 24;
/** Bytes of a request that are searched. */
const SEARCHED = 4096;
/** As clients write it; one that doesn't is taken for a stranger until its request is read. */
const FIELD = 'uthorization: Bearer ';
const CR = 0x0d;

/**
 * Tokens that were admitted, by their ends, and whose they were. Tells whose turn it is before a request is parsed, where many
 * wait: so that callers with a new connection don't stand in line with strangers. Nothing is allowed because of it.
 */
export class SeenTokens {
  readonly #groups = new LRUCache<string, string>({ max: MAX_TOKENS });

  /** @param authorization field of an admitted request */
  remember(authorization: string, group: string): void {
    const end = Buffer.from(authorization.slice(-LENGTH), 'latin1').toString('latin1'); // a slice alone would keep all of it
    this.#groups.set(end, group);
  }

  /**
   * @param bytes of a request, from its beginning
   * @returns `undefined` where its token is not there, or was not seen
   */
  groupOf(bytes: Buffer): string | undefined {
    const head = bytes.subarray(0, SEARCHED);
    const from = head.indexOf(FIELD, 0, 'latin1');
    if (from === -1) return undefined;
    const end = head.indexOf(CR, from);
    return end === -1 ? undefined : this.#groups.get(head.toString('latin1', end - LENGTH, end));
  }
}
