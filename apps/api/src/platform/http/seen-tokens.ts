import { LRUCache } from 'lru-cache';
import { subjectOf, type Caller } from '../caller.js';

const MAX_TOKENS = 10_000;
const MAX_SUBJECTS = 2000;
/**
 * The number of characters at the end of a token that identify it. They belong to the signature, which no client can
 * guess.
 */
const LENGTH = 24;
/** The number of bytes of a request that are searched for a token. */
const SEARCHED = 4096;
/**
 * The beginning of the header field as most clients write it. A client that writes it differently counts as
 * unauthenticated until its request is parsed.
 */
const FIELD = Buffer.from('uthorization: Bearer ');
const CR = 0x0d;

type Identity = Pick<Caller, 'issuer' | 'subject'>;

/**
 * Remembers admitted tokens, by their last characters, with the group of each. The scheduler uses the group to order
 * requests before they are parsed, so that a known caller with a new connection does not wait behind unauthenticated
 * clients. No access decision depends on it.
 */
export class SeenTokens {
  readonly #groups = new LRUCache<string, string>({ max: MAX_TOKENS });
  readonly #firstTenants = new LRUCache<string, string>({ max: MAX_SUBJECTS });
  /** The groups of callers whose tokens are in use. One token has one caller object. */
  readonly #groupsOfCallers = new WeakMap<Identity, string>();

  /**
   * Returns the group of a caller's requests: the tenant that the caller used first. So a caller whose token names many
   * tenants is in one group.
   */
  groupFor(caller: Identity, tenant: string): string {
    const known = this.#groupsOfCallers.get(caller);
    if (known !== undefined) return known;
    const subject = subjectOf(caller);
    const group = this.#firstTenants.get(subject) ?? tenant;
    this.#firstTenants.set(subject, group);
    this.#groupsOfCallers.set(caller, group);
    return group;
  }

  /**
   * Remembers the token of an admitted request.
   *
   * @param authorization the request's `Authorization` field
   */
  remember(authorization: string, group: string): void {
    const end = Buffer.from(authorization.slice(-LENGTH), 'latin1').toString('latin1'); // a slice keeps the whole token
    this.#groups.set(end, group);
  }

  /**
   * Returns the group of a request's token.
   *
   * @param bytes the beginning of a request
   * @returns `undefined` if the bytes hold no token or the token was not seen before
   */
  groupOf(bytes: Buffer): string | undefined {
    const head = bytes.length > SEARCHED ? bytes.subarray(0, SEARCHED) : bytes;
    const from = head.indexOf(FIELD);
    if (from === -1) return undefined;
    const end = head.indexOf(CR, from);
    return end === -1 ? undefined : this.#groups.get(head.toString('latin1', end - LENGTH, end));
  }
}
