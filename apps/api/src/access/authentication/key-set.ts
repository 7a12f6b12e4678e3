import type { Freshness } from './freshness.js';
import { freshnessFor } from './key-lifetime.js';
import type { KeySource } from './key-source.js';
import { parseKeys, type Keys } from './parse-keys.js';
import { issuerUnavailable } from './token-errors.js';

/** Milliseconds between attempts that no caller waits for, while keys can't be read. */
const LOOK_AGAIN = 15_000;

/**
 * An issuer's keys, kept fresh. They are looked for because of requests, or by readiness while they have never been read or
 * can't be; one attempt at a time that all share. Where there is steady traffic, none of it waits. `now` is milliseconds since the epoch; where the clock
 * was set back, keys are as old as they are young.
 */
export class KeySet {
  #keys: Keys | undefined;
  #text: string | undefined;
  #loading: Promise<void> | undefined;
  #failure: Error | undefined;
  #freshness: Freshness;
  #loadedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #searchedAt = Number.NEGATIVE_INFINITY;

  /** @param report is told when keys can't be had any more, once for each outage */
  constructor(
    private readonly source: KeySource,
    private readonly report: (failure: Error) => void = () => {},
  ) {
    this.#freshness = source.freshness;
  }

  get id(): string {
    return this.source.id;
  }

  /** Why the last attempt to read the keys failed; `undefined` if it succeeded, or there was none. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /** Returns whether it is unknown if the issuer can be reached: its keys were never looked for, or failed 15 s ago. */
  wantsLook(now: number): boolean {
    const isUnknown = this.#triedAt === Number.NEGATIVE_INFINITY;
    return !this.#loading && (isUnknown || (!!this.#failure && Math.abs(now - this.#triedAt) >= LOOK_AGAIN));
  }

  /** Reads the keys though no token asks for them. Never rejects. */
  look(now: number): Promise<void> {
    return this.#load(now);
  }

  /** The keys, where they are fresh enough to answer with at once. */
  current(now: number): Keys | undefined {
    const { staleAfter, maxAge, staleIfError } = this.#freshness;
    const age = Math.abs(now - this.#loadedAt);
    if (age >= staleAfter) void this.#load(now);
    return age < (this.#failure ? staleIfError : maxAge) ? this.#keys : undefined;
  }

  /** @throws ApiError `issuer_unavailable` */
  async get(now: number): Promise<Keys> {
    const keys = this.current(now);
    if (keys) return keys;
    await this.#load(now);
    const loaded = this.#failure ? this.current(now) : this.#keys;
    if (!loaded) throw issuerUnavailable(this.#failure);
    return loaded;
  }

  /**
   * For a token whose key is not among those seen: the issuer may have a new one.
   *
   * @returns `undefined` where there are no other keys, or they were looked for a moment ago
   * @throws ApiError `issuer_unavailable` if the source of the keys does not answer
   */
  async newerThan(seen: Keys, now: number): Promise<Keys | undefined> {
    if (this.#keys === seen && this.#maySearch(now)) {
      this.#searchedAt = now;
      await this.#load(now);
    }
    await this.#loading;
    if (this.#keys !== seen) return this.#keys;
    if (this.#failure) throw issuerUnavailable(this.#failure);
    return undefined;
  }

  /** Returns whether a missing key may be looked for again. Keys that were loaded for this request are new enough. */
  #maySearch(now: number): boolean {
    const { cooldown } = this.source.freshness;
    return !this.#loading && this.#loadedAt !== now && Math.abs(now - this.#searchedAt) >= cooldown;
  }

  /** Never rejects: what failed is remembered. */
  #load(now: number): Promise<void> {
    if (this.#loading) return this.#loading;
    const { retryAfter } = this.source.freshness;
    if (this.#failure && Math.abs(now - this.#triedAt) < retryAfter) return Promise.resolve();
    this.#triedAt = now;
    return (this.#loading = this.#read(now).finally(() => (this.#loading = undefined)));
  }

  async #read(now: number): Promise<void> {
    try {
      let lifetime: number | undefined;
      const text = await this.source.read(
        AbortSignal.timeout(this.source.freshness.timeout),
        (milliseconds) => (lifetime = milliseconds),
      );
      if (text !== this.#text) {
        this.#keys = parseKeys(text);
        this.#text = text;
      }
      this.#freshness = freshnessFor(this.source.freshness, lifetime);
      this.#loadedAt = now;
      this.#failure = undefined;
    } catch (cause) {
      const failure = new Error(`The key set can’t be had: ${reasonOf(cause)}`, { cause });
      if (!this.#failure) this.report(failure);
      this.#failure = failure;
    }
  }
}

/** `fetch` says why it failed in its cause, and there perhaps only by a code. */
function reasonOf(error: unknown): string {
  const { message, code, cause } = error as NodeJS.ErrnoException;
  return cause === undefined ? message || String(code) : `${message}: ${reasonOf(cause)}`;
}
