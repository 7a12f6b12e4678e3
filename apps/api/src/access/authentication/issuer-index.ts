import type { JWTPayload } from 'jose';
import type { TrustedIssuer } from './trusted-issuer.js';

/**
 * Finds the issuer entries that a token names, by `iss` and `aud`: in one step for each of its audiences, however many
 * entries there are. A shared deployment may have thousands of one provider, and a forged token may name as many.
 */
export class IssuerIndex {
  /** Entries by the issuer's URL, then by audience. */
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

  /** Returns whether any entry has the token's `iss`. */
  knows({ iss }: JWTPayload): boolean {
    return this.#entries.has(iss!);
  }

  /** @returns entries in the file's order; nothing of the token is verified */
  namedBy({ iss, aud }: JWTPayload): readonly TrustedIssuer[] {
    const ofUrl = this.#entries.get(iss!);
    if (!ofUrl) return [];
    const named = [...new Set([aud].flat())].flatMap((audience) => ofUrl.get(audience!) ?? []);
    return named.sort((one, other) => this.#order.get(one)! - this.#order.get(other)!);
  }
}
