import type { JWTPayload } from 'jose';
import type { TrustedIssuer } from './trusted-issuer.js';

/**
 * Finds the issuer entries that a token names by `iss` and `aud`. It takes one lookup per audience for any number of
 * entries: a shared deployment may have thousands of entries of one provider, and a forged token may name as many.
 */
export class IssuerIndex {
  /** The entries by the issuer's URL, then by audience. */
  readonly #entries = new Map<string, Map<string, TrustedIssuer[]>>();
  readonly #order: ReadonlyMap<TrustedIssuer, number>;

  constructor(issuers: readonly TrustedIssuer[]) {
    this.#order = new Map(issuers.map((issuer, index) => [issuer, index]));
    for (const [url, ofUrl] of Map.groupBy(issuers, ({ entry }) => entry.issuer)) {
      this.#entries.set(
        url,
        Map.groupBy(ofUrl, ({ entry }) => entry.audience),
      );
    }
  }

  /** Returns whether any entry has the `iss` of a token. */
  knows({ iss }: JWTPayload): boolean {
    return this.#entries.has(iss!);
  }

  /**
   * Returns the entries that an unverified token names.
   *
   * @returns entries in the file's order
   */
  namedBy({ iss, aud }: JWTPayload): readonly TrustedIssuer[] {
    const ofUrl = this.#entries.get(iss!);
    if (!ofUrl) return [];
    const named = [...new Set([aud].flat())].flatMap((audience) => ofUrl.get(audience!) ?? []);
    return named.sort((one, other) => this.#order.get(one)! - this.#order.get(other)!);
  }
}
