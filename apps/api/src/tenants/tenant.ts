import {
  BucketFormSigner,
  BucketPresigner,
  PostFormSigner,
  bucketEndpoint,
  createPresigner,
  type BucketEndpoint,
  type BucketLocation,
  type CallObserver,
  type ClockOffset,
  type EpochSeconds,
  type SharedCredentials,
  type SigningLimits,
} from '#s3-presign';
import { Grants } from '../grants/grants.js';
import type { SessionCheck } from '../identity/session-check.js';
import type { TenantProof } from '../identity/tenant-proof.js';
import { policiesOf, type TenantPolicies } from '../limits/policy.js';
import { DEFAULT_EXPIRES_IN, DEFAULT_MAX_EXPIRES_IN } from './defaults.js';
import type { TenantEntry } from './tenant-file.js';
import { TenantIdentity } from './tenant-identity.js';

/** A tenant as it is served: its entry of the tenant file, and what is made of it once. */
export class Tenant {
  readonly id: string;
  readonly grants: Grants;
  readonly issuers: ReadonlySet<string>;
  readonly keyPrefix: string;
  /** In lower case (RFC 9110 §8.3.1). */
  readonly contentTypes: ReadonlySet<string> | undefined;
  readonly inlineTypes: ReadonlySet<string>;
  /** `undefined` where callers may call as often as they like. */
  readonly policies: TenantPolicies | undefined;
  private readonly identity: TenantIdentity;
  #presigner: BucketPresigner | undefined;
  #formSigner: BucketFormSigner | undefined;
  #endpoint: BucketEndpoint | undefined;

  /**
   * @param before as the tenant was until its entry changed
   * @param calls is told of the calls of AWS that are made for the tenant
   */
  constructor(
    readonly entry: TenantEntry,
    before?: Tenant,
    calls?: CallObserver,
  ) {
    this.id = entry.id;
    this.grants = new Grants(entry.grants);
    this.issuers = new Set(entry.issuers);
    this.keyPrefix = entry.keyPrefix ?? '';
    this.contentTypes = entry.limits?.contentTypes && lowerCase(entry.limits.contentTypes);
    this.inlineTypes = lowerCase(entry.limits?.inlineTypes ?? []);
    this.policies = policiesOf(entry.limits);
    this.identity = before?.identity.isOf(entry) ? before.identity : new TenantIdentity(entry, calls);
  }

  get proof(): TenantProof | undefined {
    return this.identity.proof;
  }

  /** Where a role is named: other credentials can't be replaced. */
  get sessionCheck(): SessionCheck | undefined {
    return this.identity.sessionCheck;
  }

  get credentials(): SharedCredentials {
    return this.identity.credentials;
  }

  get calls(): CallObserver | undefined {
    return this.identity.calls;
  }

  get clockOffset(): ClockOffset {
    return this.identity.clockOffset;
  }

  /** The time by AWS's clock, as far as it is known to differ: what is signed must be right there. */
  secondsAt(time: number): EpochSeconds {
    return this.identity.secondsAt(time);
  }

  /** To be called every second or so. @param random 0 to 1 */
  renewIfDue(time: number, random: number): void {
    this.credentials.renewIfDue(this.secondsAt(time), random);
  }

  /** Why nothing can be signed for the tenant at this time, in words for an operator; `undefined` where it can. */
  reasonAgainst(time: number): string | undefined {
    return this.identity.reasonAgainst(time);
  }

  /** Made at the first signing: a process may know thousands of tenants and serve a few. */
  get presigner(): BucketPresigner {
    return (this.#presigner ??= new BucketPresigner(
      createPresigner(this.#location),
      this.credentials,
      this.limits,
    ));
  }

  /** For a bucket; access points take no forms. */
  get formSigner(): BucketFormSigner {
    return (this.#formSigner ??= new BucketFormSigner(
      new PostFormSigner(this.entry.bucket, this.endpoint),
      this.credentials,
      this.limits,
    ));
  }

  /** Where clients find the bucket, and what signatures name. */
  get endpoint(): BucketEndpoint {
    return (this.#endpoint ??= bucketEndpoint(this.#location));
  }

  get #location(): BucketLocation {
    const { bucket, region, forcePathStyle, endpoint, publicEndpoint } = this.entry;
    return { bucket, region, endpoint: publicEndpoint ?? endpoint, forcePathStyle };
  }

  get limits(): SigningLimits {
    const { maxExpiresIn = DEFAULT_MAX_EXPIRES_IN, defaultExpiresIn } = this.entry.limits ?? {};
    return { maxExpiresIn, defaultExpiresIn: defaultExpiresIn ?? Math.min(DEFAULT_EXPIRES_IN, maxExpiresIn) };
  }
}

const lowerCase = (texts: readonly string[]): ReadonlySet<string> =>
  new Set(texts.map((text) => text.toLowerCase()));
