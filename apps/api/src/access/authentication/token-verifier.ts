import { hash } from 'node:crypto';
import type { JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import type { MaybePromise } from '#s3-presign';
import type { IssuerEntry } from '#tenant-file';
import type { Caller } from '../../platform/caller.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { IssuerIndex } from './issuer-index.js';
import { KeySet } from './key-set.js';
import { keySourceOf } from './key-source.js';
import { invalidToken } from './token-errors.js';
import { tokenRefusal } from './token-refusal.js';
import { TrustedIssuer, type Proof } from './trusted-issuer.js';
import { unverifiedClaims } from './unverified-token.js';
import { CLOCK_TOLERANCE } from './verify-token.js';

/** The maximum length of a token in characters. Node accepts at most 16 KiB of header fields anyway. */
const MAX_TOKEN_LENGTH = 16 * 1024;
/**
 * The milliseconds for which a verified token is remembered. The next constants limit the number of remembered tokens
 * and their memory in bytes, and estimate the memory of one value of the claims.
 */
const CACHED_FOR = 60_000;
const MAX_CACHED = 10_000;
const MAX_CACHED_BYTES = 12 * 1024 * 1024;
const VALUE_BYTES = 128;
/**
 * The maximum number of issuers that are tried concurrently in the background, because a shared deployment may have
 * thousands.
 */
const MAX_LOOKING = 4;

/** The location of keys that can't be read, and the reason. */
export interface UnreachableKeys {
  readonly source: string;
  readonly failure: Error;
}

interface Verified {
  /** The version of the issuers against which the token was last checked. */
  change: number;
  /** The entries that the token names, whether or not they verified it. */
  readonly named: readonly TrustedIssuer[];
  readonly callers: readonly Caller[];
  readonly proofs: readonly Proof[];
  /** The approximate memory. */
  readonly bytes: number;
  /** The time of the verification, in milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
}

/**
 * Verifies bearer tokens and remembers them: for a minute, until they expire, or until their issuers or the issuers'
 * keys change.
 */
export class TokenVerifier {
  #entries: readonly IssuerEntry[] = [];
  #issuers: readonly TrustedIssuer[] = [];
  #index = new IssuerIndex([]);
  /** The key sets, each once, even if several entries share it. */
  #keySets: readonly KeySet[] = [];
  /** The number of changes of the issuers. */
  #change = 0;
  #looking = 0;
  readonly #cache = new LRUCache<string, Verified>({
    max: MAX_CACHED,
    maxSize: MAX_CACHED_BYTES,
    sizeCalculation: ({ bytes }) => bytes,
  });

  /**
   * The verifications in progress, by the key of the token. The first requests of a page arrive together with the same
   * new token.
   */
  #underWay = new Map<string, Promise<Verified>>();

  /** @param report called when an issuer's keys can't be read */
  constructor(
    entries: readonly IssuerEntry[],
    private readonly report: (source: string, failure: Error) => void = () => {},
  ) {
    this.trust(entries);
  }

  /**
   * Replaces the list of trusted issuers. The call is cheap if the list has not changed. Keys are kept, and so are
   * verified tokens whose entries have not changed.
   */
  trust(entries: readonly IssuerEntry[]): void {
    if (entries.length === this.#entries.length && entries.every((entry, i) => entry === this.#entries[i]))
      return;
    const keySets = new Map(this.#keySets.map((keySet) => [keySet.id, keySet]));
    const before = new Map(this.#issuers.map((issuer) => [issuer.entry, issuer]));
    this.#entries = [...entries];
    this.#issuers = entries.map((entry) => {
      const same = before.get(entry);
      if (same) return same;
      const source = keySourceOf(entry);
      const keySet =
        keySets.get(source.id) ?? new KeySet(source, (failure) => this.report(source.id, failure));
      keySets.set(source.id, keySet);
      return new TrustedIssuer(entry, keySet);
    });
    this.#index = new IssuerIndex(this.#issuers);
    this.#keySets = [...new Set(this.#issuers.map(({ keySet }) => keySet))];
    this.#underWay = new Map();
    this.#change++;
  }

  /**
   * Returns the bearer's callers: one for each issuer entry that the token satisfies, in the file's order. Entries may
   * share an issuer's URL; the tenant then decides which of the callers counts.
   *
   * @param now milliseconds since the epoch
   * @returns at least one caller; returns without a promise if the token is remembered
   * @throws ApiError `invalid_token`, `issuer_unavailable`
   */
  verify(token: string, now: number): MaybePromise<readonly Caller[]> {
    if (token.length > MAX_TOKEN_LENGTH) throw invalidToken({ reason: 'malformed' });
    const digest = hash('sha256', token, 'base64');
    const verified = this.#cache.get(digest);
    if (verified && this.#isStill(verified) && counts(verified, now)) return verified.callers;
    const underWay = this.#underWay.get(digest);
    if (!underWay) return this.#begin(token, digest, now).then(({ callers }) => callers);
    return underWay.then((other) => (counts(other, now) ? other.callers : this.verify(token, now)));
  }

  /**
   * Returns the issuers that are known to be unreachable. If an issuer's state is unknown, or the last attempt failed a
   * while ago, another attempt begins, so that a blocked network path is detected before a token arrives.
   *
   * @param now milliseconds since the epoch
   */
  unreachable(now: number): readonly UnreachableKeys[] {
    for (const keySet of this.#keySets) {
      if (this.#looking >= MAX_LOOKING) break;
      if (!keySet.wantsLook(now)) continue;
      this.#looking++;
      void keySet.look(now).finally(() => this.#looking--);
    }
    return this.#keySets.flatMap(({ id, failure }) => (failure ? [{ source: id, failure }] : []));
  }

  /** Returns whether the token names the same entries as at its verification. */
  #isStill(verified: Verified): boolean {
    if (verified.change === this.#change) return true;
    const named = this.#index.namedBy(verified.callers[0]!.claims);
    if (named.length !== verified.named.length || named.some((each, i) => each !== verified.named[i]))
      return false;
    verified.change = this.#change;
    return true;
  }

  #begin(token: string, digest: string, now: number): Promise<Verified> {
    const underWay = this.#underWay;
    const attempt = this.#verifyAnew(token, digest, now).finally(() => underWay.delete(digest));
    underWay.set(digest, attempt);
    return attempt;
  }

  async #verifyAnew(token: string, digest: string, now: number): Promise<Verified> {
    const change = this.#change;
    const named = addressees(token, this.#index);
    const proofs = await prove(token, named, now);
    const callers = proofs.map(({ caller }) => caller);
    const until = Math.min(now + CACHED_FOR, (proofs[0]!.expiresAt + CLOCK_TOLERANCE) * 1000);
    const bytes = proofs.length * (token.length + VALUE_BYTES * valuesIn(callers[0]!.claims));
    const verified = { change, named, callers, proofs, bytes, from: now, until };
    if (change === this.#change) this.#cache.set(digest, verified);
    return verified;
  }
}

/** Returns the number of values of JSON, lists and objects included. */
function valuesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, each) => sum + valuesIn(each), 1);
}

/** Returns whether a remembered verification is still valid. A clock that was set back does not extend it. */
function counts({ proofs, from, until }: Verified, now: number): boolean {
  return (
    now >= from && now < until && proofs.every(({ issuer, keys }) => issuer.keySet.current(now) === keys)
  );
}

/**
 * Returns the entries that a token names.
 *
 * @throws ApiError `invalid_token` if there are none
 */
function addressees(token: string, index: IssuerIndex): readonly TrustedIssuer[] {
  const claims = claimsOf(token);
  const named = index.namedBy(claims);
  if (named.length > 0) return named;
  throw invalidToken({ reason: index.knows(claims) ? 'audience' : 'issuer' });
}

function claimsOf(token: string): JWTPayload {
  try {
    return unverifiedClaims(token);
  } catch (cause) {
    throw invalidToken(tokenRefusal(cause), cause);
  }
}

/**
 * Verifies a token once with each set of keys, even if several entries share the set.
 *
 * @returns at least one proof, in the order of the entries
 */
async function prove(token: string, named: readonly TrustedIssuer[], now: number): Promise<readonly Proof[]> {
  const sharing = [...Map.groupBy(named, ({ keySet }) => keySet).values()];
  const outcomes = await Promise.allSettled(sharing.map((issuers) => issuers[0]!.verify(token, now)));
  const proofs = new Map<TrustedIssuer, Proof>();
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === 'rejected') continue;
    for (const issuer of sharing[index]!) {
      if (issuer.isNamedBy(outcome.value.claims)) proofs.set(issuer, issuer.proofOf(outcome.value));
    }
  }
  if (proofs.size === 0) throw refusalOf(outcomes, sharing);
  return named.flatMap((issuer) => proofs.get(issuer) ?? []);
}

/**
 * Selects the refusal to report. While the keys of an entry can't be read, it is unknown whether the token is invalid.
 * Otherwise, the most informative refusal is that of the keys that fit the signature.
 */
function refusalOf(
  outcomes: readonly PromiseSettledResult<unknown>[],
  sharing: readonly (readonly TrustedIssuer[])[],
): ApiError {
  const refusals = outcomes.flatMap((outcome, index) => {
    if (outcome.status === 'fulfilled') return [];
    const { reason } = outcome as { readonly reason: unknown };
    return reason instanceof ApiError
      ? [reason]
      : [invalidToken(tokenRefusal(reason, sharing[index]![0]!.entry), reason)];
  });
  return (
    refusals.find(({ refusal }) => refusal === undefined) ??
    refusals.find(({ refusal }) => refusal?.caller) ??
    refusals[0] ??
    invalidToken({ reason: 'signature' })
  );
}
