import type { Freshness } from './freshness.js';
import { freshnessFor } from './key-lifetime.js';
import type { KeySource } from './key-source.js';
import { parseKeys, type Keys } from './parse-keys.js';
import { issuerUnavailable } from './token-errors.js';

/** The milliseconds between background attempts while the keys can't be read. */
const LOOK_AGAIN = 15_000;

/**
 * The keys of an issuer, with caching. A request reloads the keys when they are old; readiness loads them while they
 * were never read or can't be read. Concurrent callers share one attempt. With steady traffic, no request waits for a
 * reload. `now` is milliseconds since the epoch. The age of keys is an absolute difference, so that keys also age after
 * the clock was set back.
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

  /** @param report called once per outage when the keys can't be read */
  constructor(
    private readonly source: KeySource,
    private readonly report: (failure: Error) => void = () => {},
  ) {
    this.#freshness = source.freshness;
  }

  get id(): string {
    return this.source.id;
  }

  /** The error of the last attempt to read the keys; `undefined` if it succeeded or none was made. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /**
   * Returns whether a background attempt is due: the keys were never loaded, or the last attempt failed at least 15 s
   * ago.
   */
  wantsLook(now: number): boolean {
    const isUnknown = this.#triedAt === Number.NEGATIVE_INFINITY;
    return !this.#loading && (isUnknown || (!!this.#failure && Math.abs(now - this.#triedAt) >= LOOK_AGAIN));
  }

  /** Loads the keys without a token that needs them. It never rejects. */
  look(now: number): Promise<void> {
    return this.#load(now);
  }

  /** Returns the keys if they are fresh enough to be used without waiting. */
  current(now: number): Keys | undefined {
    if (this.#age(now) >= this.#freshness.staleAfter) void this.#load(now);
    return this.#usable(now);
  }

  /**
   * Returns the keys, and loads them first if necessary.
   *
   * @throws ApiError `issuer_unavailable`
   */
  async get(now: number): Promise<Keys> {
    const keys = this.current(now);
    if (keys) return keys;
    await this.#load(now);
    const loaded = this.#failure ? this.#usable(now) : this.#keys;
    if (!loaded) throw issuerUnavailable(this.#failure);
    return loaded;
  }

  /**
   * Searches for newer keys, for a token whose key is not among the seen ones.
   *
   * @returns `undefined` if there are no newer keys, or if a search was made a moment ago
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

  /** Returns the keys unless they are too old. */
  #usable(now: number): Keys | undefined {
    const { maxAge, staleIfError } = this.#freshness;
    return this.#age(now) < (this.#failure ? staleIfError : maxAge) ? this.#keys : undefined;
  }

  #age(now: number): number {
    return Math.abs(now - this.#loadedAt);
  }

  /**
   * Returns whether a search for a missing key is allowed now. Keys that were loaded for this request are new enough.
   */
  #maySearch(now: number): boolean {
    const { cooldown } = this.source.freshness;
    return !this.#loading && this.#loadedAt !== now && Math.abs(now - this.#searchedAt) >= cooldown;
  }

  /** Loads the keys. It never rejects: the error is stored in `failure`. */
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
      const failure = new Error(`The key set can’t be read: ${reasonOf(cause)}`, { cause });
      if (!this.#failure) this.report(failure);
      this.#failure = failure;
    }
  }
}

/** Returns the reason of an error of `fetch`, which is in the error's cause, sometimes only as a code. */
function reasonOf(error: unknown): string {
  const { message, code, cause } = error as NodeJS.ErrnoException;
  return cause === undefined ? message || String(code) : `${message}: ${reasonOf(cause)}`;
}
