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

/** The caller that a token identifies by one entry of the tenant file, with the keys that prove it. */
export interface Proof {
  readonly caller: Caller;
  readonly issuer: TrustedIssuer;
  readonly keys: Keys;
  /** The token's `exp`, in seconds since the epoch. */
  readonly expiresAt: number;
}

/** An issuer entry of the tenant file, with its keys. */
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

  /** Returns whether an unverified token names this issuer and its audience. */
  isNamedBy({ iss, aud }: JWTPayload): boolean {
    return iss === this.entry.issuer && [aud].flat().includes(this.entry.audience);
  }

  /**
   * Verifies a token. The result is the same for all entries that the token names and that share these keys: they
   * differ only in the caller that each derives from the token.
   *
   * @throws ApiError `issuer_unavailable`, and the errors of verifyToken
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

  /**
   * Returns the proof for this entry.
   *
   * @param verified a token that this issuer's keys verified and that names this issuer
   */
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
