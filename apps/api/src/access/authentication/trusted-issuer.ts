import type { JWTPayload } from 'jose';
import type { IssuerEntry } from '#tenant-file';
import { parsePointer, valueAt } from '#validation';
import type { Caller } from '../../platform/caller.js';
import { issuerIdOf } from './issuer-id.js';
import type { KeySet } from './key-set.js';
import type { Keys } from './parse-keys.js';
import { verifyToken, wantsAnotherKey, type Claims } from './verify-token.js';

/** The claims of a token, and the keys that verified it. */
export interface Verified {
  readonly claims: Claims;
  readonly keys: Keys;
}

/** The caller that a token names by one entry of the tenant file, and the keys that prove it. */
export interface Proof {
  readonly caller: Caller;
  readonly issuer: TrustedIssuer;
  readonly keys: Keys;
  /** `exp`: seconds since the epoch. */
  readonly expiresAt: number;
}

/** An entry of the tenant file's issuers, and its keys. */
export class TrustedIssuer {
  readonly #id: string;
  readonly #tenants: readonly string[] | undefined;

  constructor(
    readonly entry: IssuerEntry,
    readonly keySet: KeySet,
  ) {
    this.#id = issuerIdOf(entry);
    this.#tenants = parsePointer(entry.tenants);
  }

  /** Returns whether a token claims to be of this issuer and for us. */
  isNamedBy({ iss, aud }: JWTPayload): boolean {
    return iss === this.entry.issuer && [aud].flat().includes(this.entry.audience);
  }

  /**
   * Says the same for all entries that the token names and that share these keys: they differ only in the caller that each
   * makes of it.
   *
   * @throws ApiError `issuer_unavailable`, and what verifyToken throws
   */
  async verify(token: string, now: number): Promise<Verified> {
    const keys = await this.keySet.get(now);
    try {
      return { claims: await verifyToken(token, keys, this.entry, now), keys };
    } catch (refusal) {
      const newer = wantsAnotherKey(token, refusal) ? await this.keySet.newerThan(keys, now) : undefined;
      if (!newer) throw refusal;
      return { claims: await verifyToken(token, newer, this.entry, now), keys: newer };
    }
  }

  /** @param verified with the keys of this issuer, and naming it */
  proofOf({ claims, keys }: Verified): Proof {
    const named = this.#tenants ? [valueAt(claims, this.#tenants)].flat() : [];
    const tenants = new Set(named.filter((id) => typeof id === 'string'));
    const caller: Caller = {
      issuer: this.entry.name,
      issuerId: this.#id,
      subject: claims.sub,
      claims,
      tenants,
    };
    return { caller, issuer: this, keys, expiresAt: claims.exp };
  }
}
