import {
  type BucketEndpoint,
  type BucketLocation,
  type CallObserver,
  type ClockOffset,
  type EpochSeconds,
  type SharedCredentials,
  type SigningLimits,
} from '#s3-presign';
import { bucketEndpoint } from '#s3-presign/aws';
import { DEFAULT_EXPIRES_IN, DEFAULT_MAX_EXPIRES_IN, type TenantEntry } from '#tenant-file';
import type { Caller } from '../../platform/caller.js';
import type { PolicyTerms } from '../attribution/session-policy.js';
import { SubjectSigners, type Signers } from '../attribution/subject-signers.js';
import type { SessionCheck } from '../aws-credentials/session-check.js';
import type { TenantProof } from '../aws-credentials/tenant-proof.js';
import { Grants, UNLIMITED } from '../grants/grants.js';
import { tenantLimits, within, type Limits, type OwnLimits } from '../grants/limits.js';
import { BucketSigners } from './bucket-signers.js';
import { policiesOf, type TenantPolicies } from './rate-limit-policy.js';
import { TenantIdentity, type IdentityObservers } from './tenant-identity.js';

/**
 * Whether a tenant’s own file is in force: `pending` until it is read for the first time, `unavailable` while it is faulty
 * and nothing of a version before is left.
 */
export type Standing = 'served' | 'pending' | 'unavailable';

/** A tenant as it is served: its entry of the tenant file, and what is made of it once. */
export class Tenant {
  readonly id: string;
  readonly grants: Grants;
  /** Lists, here and below, are short, and a set costs more than its few names: there may be ten thousand tenants. */
  readonly issuers: readonly string[];
  readonly keyPrefix: string;
  /** Seals from before this time are refused; `undefined`: no seal is refused for its age. */
  readonly sessionsNotBefore: EpochSeconds | undefined;
  /** `undefined` where callers may call as often as they like. */
  readonly policies: TenantPolicies | undefined;
  private readonly identity: TenantIdentity;
  readonly #subjectSigners: SubjectSigners | undefined;
  #own: Signers | undefined;
  #ownLimits: readonly Limits[] | undefined;
  /** Combined limits by the limits that a grant sets itself. */
  #limits: Map<OwnLimits, Limits> | undefined;
  #endpoint: BucketEndpoint | undefined;

  /**
   * @param before as the tenant was until its entry changed
   * @param observers are told of what is done towards AWS for the tenant
   */
  constructor(
    readonly entry: TenantEntry,
    before?: Tenant,
    observers?: IdentityObservers,
    readonly standing: Standing = 'served',
  ) {
    this.id = entry.id;
    this.grants = Grants.of(entry.grants);
    this.issuers = entry.issuers;
    this.keyPrefix = entry.keyPrefix ?? '';
    this.sessionsNotBefore =
      entry.sessionsNotBefore === undefined ? undefined : Date.parse(entry.sessionsNotBefore) / 1000;
    this.policies = policiesOf(entry.limits);
    this.identity = before?.identity.isOf(entry) ? before.identity : new TenantIdentity(entry, observers);
    const { subjects } = this.identity;
    this.#subjectSigners =
      subjects &&
      new SubjectSigners(subjects, this.grants, policyTerms(entry), (own) => this.#signersWith(own));
  }

  get proof(): TenantProof | undefined {
    return this.identity.proof;
  }

  /** Set if a role is named: other credentials can't be replaced. */
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

  /** Call this every second or so. @param random 0 to 1 */
  renewIfDue(time: number, random: number): void {
    const now = this.secondsAt(time);
    this.credentials.renewIfDue(now, random);
    this.identity.subjects?.renewIfDue(now, random);
  }

  /**
   * Returns why nothing can be signed for the tenant at this time, in words for an operator; `undefined` where it can.
   */
  reasonAgainst(time: number): string | undefined {
    return this.identity.reasonAgainst(time);
  }

  /** Returns what signs for a caller: with the tenant's session, or with the caller's own where URLs are attributed. */
  signersOf(caller: Caller): Signers {
    if (this.#subjectSigners) return this.#subjectSigners.of(caller);
    return (this.#own ??= this.#signersWith(this.credentials)); // a process may know thousands of tenants and serve a few
  }

  /** The bucket's endpoint for clients, whose host the signatures name. */
  get endpoint(): BucketEndpoint {
    return (this.#endpoint ??= bucketEndpoint(this.location));
  }

  #signersWith(credentials: SharedCredentials): Signers {
    return new BucketSigners(this, credentials);
  }

  get location(): BucketLocation {
    const { bucket, region, forcePathStyle, endpoint, publicEndpoint } = this.entry;
    return { bucket, region, endpoint: publicEndpoint ?? endpoint, forcePathStyle };
  }

  /** Returns what each grant allows within the tenant's limits. @param own as `Grants.limits` gives them */
  limitsWithin(own: readonly OwnLimits[]): readonly Limits[] {
    if (own === UNLIMITED) return (this.#ownLimits ??= [tenantLimits(this.entry.limits)]);
    const known = (this.#limits ??= new Map<OwnLimits, Limits>());
    return own.map((each) => {
      let limits = known.get(each);
      if (!limits) known.set(each, (limits = within(tenantLimits(this.entry.limits), each)));
      return limits;
    });
  }

  get limits(): SigningLimits {
    const { maxExpiresIn = DEFAULT_MAX_EXPIRES_IN, defaultExpiresIn } = this.entry.limits ?? {};
    return { maxExpiresIn, defaultExpiresIn: defaultExpiresIn ?? Math.min(DEFAULT_EXPIRES_IN, maxExpiresIn) };
  }
}

/** The bucket's default encryption may be by KMS, where the tenant file doesn't say. */
function policyTerms({
  bucket,
  credentials,
  keyPrefix = '',
  encryption,
  endpoint,
}: TenantEntry): PolicyTerms {
  const partition = ('roleArn' in credentials ? credentials.roleArn : undefined)?.split(':')[1] ?? 'aws';
  const kms = encryption ? encryption.type === 'sse-kms' : endpoint === undefined;
  return { bucket, partition, keyPrefix, kms };
}
