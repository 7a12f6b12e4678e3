import type { JWTPayload } from 'jose';
import type { IssuerEntry } from '../tenants/tenant-file.js';
import type { Caller } from './caller.js';
import { issuerIdOf } from './issuer-id.js';
import { parsePointer, valueAt } from './json-pointer.js';
import type { KeySet, Keys } from './key-set.js';
import { verifyToken, wantsAnotherKey, type Claims } from './verify-token.js';

/** Who a token makes its bearer by one entry of the tenant file, and the keys which that rests on. */
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
    private readonly entry: IssuerEntry,
    readonly keySet: KeySet,
  ) {
    this.#id = issuerIdOf(entry);
    this.#tenants = parsePointer(entry.tenants);
  }

  /** Whether a token claims to be of this issuer and for us. Nothing is verified yet. */
  isNamedBy({ iss, aud }: JWTPayload): boolean {
    const { issuer, audience } = this.entry;
    return iss === issuer && (Array.isArray(aud) ? aud.includes(audience) : aud === audience);
  }

  /** @throws ApiError `issuer_unavailable`, and what verifyToken throws */
  async prove(token: string, now: number): Promise<Proof> {
    const keys = await this.keySet.get(now);
    try {
      return this.#proof(await verifyToken(token, keys, this.entry, now), keys);
    } catch (refusal) {
      const newer = wantsAnotherKey(token, refusal) ? await this.keySet.newerThan(keys, now) : undefined;
      if (!newer) throw refusal;
      return this.#proof(await verifyToken(token, newer, this.entry, now), newer);
    }
  }

  #proof(claims: Claims, keys: Keys): Proof {
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
