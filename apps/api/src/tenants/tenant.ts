import {
  BucketPresigner,
  ClockOffset,
  SharedCredentials,
  createPresigner,
  epochSeconds,
  type EpochSeconds,
} from '#s3-presign';
import { Grants } from '../grants/grants.js';
import { proveBucket } from '../identity/bucket-proof.js';
import { credentialProvider } from '../identity/credential-provider.js';
import { explain } from '../identity/explain.js';
import { TenantProof } from '../identity/tenant-proof.js';
import type { TenantEntry } from './tenant-file.js';

/** Seconds, where the tenant file says nothing. */
const DEFAULT_EXPIRES_IN = 900;
const DEFAULT_MAX_EXPIRES_IN = 3600;

/** A tenant as it is served: its entry of the tenant file, and what is made of it once. */
export class Tenant {
  readonly id: string;
  readonly grants: Grants;
  readonly issuers: ReadonlySet<string>;
  readonly keyPrefix: string;
  readonly contentTypes: ReadonlySet<string> | undefined;
  readonly inlineTypes: ReadonlySet<string>;
  /** Whoever names a role must prove to be it; other credentials prove nothing. */
  readonly proof: TenantProof | undefined;
  readonly credentials: SharedCredentials;
  readonly #clockOffset = new ClockOffset();
  #presigner: BucketPresigner | undefined;

  constructor(readonly entry: TenantEntry) {
    this.id = entry.id;
    this.grants = new Grants(entry.grants);
    this.issuers = new Set(entry.issuers);
    this.keyPrefix = entry.keyPrefix ?? '';
    this.contentTypes = entry.limits?.contentTypes && new Set(entry.limits.contentTypes);
    this.inlineTypes = new Set(entry.limits?.inlineTypes);
    const context = { region: entry.region, clockOffset: this.#clockOffset };
    this.credentials = new SharedCredentials(credentialProvider(entry, context));
    this.proof = WITH_ROLE.has(entry.credentials.type)
      ? new TenantProof((now) => this.#prove(now))
      : undefined;
  }

  /** The time by AWS's clock, as far as it is known to differ: what is signed must be right there. */
  secondsAt(time: number): EpochSeconds {
    return epochSeconds(time + this.#clockOffset.milliseconds);
  }

  /** To be called every second or so. @param random 0 to 1 */
  renewIfDue(time: number, random: number): void {
    this.credentials.renewIfDue(this.secondsAt(time), random);
  }

  /** Why nothing can be signed for the tenant at this time, in words for an operator; `undefined` where it can. */
  reasonAgainst(time: number): string | undefined {
    if (!this.proof) return undefined;
    if (!this.proof.proven) return this.proof.reason;
    const { held, failure } = this.credentials;
    if (!held || held.end === undefined || held.end > this.secondsAt(time)) return undefined;
    return failure ? explain(failure) : 'The credentials have ended.';
  }

  /** Made at the first signing: a process may know thousands of tenants and serve a few. */
  get presigner(): BucketPresigner {
    return (this.#presigner ??= this.#createPresigner());
  }

  #createPresigner(): BucketPresigner {
    const { bucket, region, forcePathStyle, limits } = this.entry;
    const endpoint = this.entry.publicEndpoint ?? this.entry.endpoint;
    const maxExpiresIn = limits?.maxExpiresIn ?? DEFAULT_MAX_EXPIRES_IN;
    return new BucketPresigner(
      createPresigner({ bucket, region, endpoint, forcePathStyle }),
      this.credentials,
      {
        maxExpiresIn,
        defaultExpiresIn: limits?.defaultExpiresIn ?? Math.min(DEFAULT_EXPIRES_IN, maxExpiresIn),
      },
    );
  }

  /** Credentials come only from the role, or not at all; what is left to prove is the bucket. */
  async #prove(now: EpochSeconds): Promise<void> {
    const { identity } = await this.credentials.lasting(now + 1, now);
    await proveBucket(this.entry, identity, this.#clockOffset);
  }
}

const WITH_ROLE = new Set(['web-identity', 'container', 'assume-role']);
