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

/** Characters; Node takes no more than 16 KiB of header fields anyway. */
const MAX_TOKEN_LENGTH = 16 * 1024;
/** Milliseconds, tokens, and characters of all tokens together: parsed claims take a few bytes for each. */
const CACHED_FOR = 60_000;
const MAX_CACHED = 10_000;
const MAX_CACHED_LENGTH = 8 * 1024 * 1024;
/** Issuers that are asked at a time where no token asks: a shared deployment may have thousands. */
const MAX_LOOKING = 4;

/** Keys that can't be read: where they should be, and why. */
export interface UnreachableKeys {
  readonly source: string;
  readonly failure: Error;
}

interface Verified {
  /** The version of the issuers that the token was last checked against. */
  change: number;
  /** The entries that the token names, verified or not. */
  readonly named: readonly TrustedIssuer[];
  readonly callers: readonly Caller[];
  readonly proofs: readonly Proof[];
  readonly length: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly until: number;
}

/** Verifies bearer tokens, and remembers them: for a minute, until they end, or until their issuers or the keys of those change. */
export class TokenVerifier {
  #entries: readonly IssuerEntry[] = [];
  #issuers: readonly TrustedIssuer[] = [];
  #index = new IssuerIndex([]);
  /** Each once, however many entries share it. */
  #keySets: readonly KeySet[] = [];
  /** Counts changes of issuers. */
  #change = 0;
  #looking = 0;
  readonly #cache = new LRUCache<string, Verified>({
    max: MAX_CACHED,
    maxSize: MAX_CACHED_LENGTH,
    sizeCalculation: ({ length }) => length,
  });

  /**
   * Verifications under way, by the key of the token: the first requests of a page arrive together, all with the
   * same new token.
   */
  #underWay = new Map<string, Promise<Verified>>();

  /** @param report is told when an issuer's keys can't be had any more */
  constructor(
    entries: readonly IssuerEntry[],
    private readonly report: (source: string, failure: Error) => void = () => {},
  ) {
    this.trust(entries);
  }

  /**
   * Trusts these issuers and no others from now on. It costs nothing if they have not changed. Keys are kept,
   * and so are verified tokens whose entries have not changed.
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
   * Returns who the bearer is: one caller for each issuer entry that the token satisfies, in the file's order. Entries
   * may share an issuer's URL; which of the callers counts is for the tenant to say.
   *
   * @param now milliseconds since the epoch
   * @returns at least one; at once where the token is remembered
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
   * The issuers that can't be reached, as far as is known. Where nothing is known, or the last attempt failed a while ago, it
   * begins another one: so a wall between the pod and an issuer is seen before a token comes.
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

  /** Returns whether the token names the same entries as when it was verified. */
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
    const length = token.length * proofs.length;
    const verified = { change, named, callers, proofs, length, from: now, until };
    if (change === this.#change) this.#cache.set(digest, verified);
    return verified;
  }
}

/** A clock that was set back makes nothing last longer. */
function counts({ proofs, from, until }: Verified, now: number): boolean {
  return (
    now >= from && now < until && proofs.every(({ issuer, keys }) => issuer.keySet.current(now) === keys)
  );
}

/** The entries that a token names. @throws ApiError `invalid_token` where there are none */
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

/** Verifies once with each set of keys, however many entries share it. @returns at least one, in the order of the entries */
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
 * While an entry's keys can't be had, it is unknown whether the token is bad. Else the refusal by keys that the signature
 * fits says most.
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
