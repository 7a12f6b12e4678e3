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
 * The state of a tenant's own file: `served` if it is in force, `pending` until it is read for the first time,
 * `unavailable` if it is faulty and no earlier version is left.
 */
export type Standing = 'served' | 'pending' | 'unavailable';

/** A tenant in service: its entry of the tenant file, and the objects that are created from it once. */
export class Tenant {
  readonly id: string;
  readonly grants: Grants;
  /**
   * Issuers as a list, as in the properties below: the lists are short, and sets would take more memory for ten
   * thousand tenants.
   */
  readonly issuers: readonly string[];
  readonly keyPrefix: string;
  /** Sealed values from before this time are refused; `undefined` if their age does not matter. */
  readonly sessionsNotBefore: EpochSeconds | undefined;
  /** The rate limits; `undefined` if callers are not limited. */
  readonly policies: TenantPolicies | undefined;
  private readonly identity: TenantIdentity;
  readonly #subjectSigners: SubjectSigners | undefined;
  #own: Signers | undefined;
  #ownLimits: readonly Limits[] | undefined;
  /** The combined limits, by the limits that a grant sets itself. */
  #limits: Map<OwnLimits, Limits> | undefined;
  #endpoint: BucketEndpoint | undefined;

  /**
   * @param before the tenant before its entry changed
   * @param observers receive the calls to AWS for the tenant
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

  /** The session check; set if the tenant file names a role. Other credentials can't be replaced. */
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

  /**
   * Returns the time in seconds, corrected by the known difference from AWS's clock. Signatures must be valid by AWS's
   * clock.
   */
  secondsAt(time: number): EpochSeconds {
    return this.identity.secondsAt(time);
  }

  /**
   * Renews credentials that expire soon. Call this about once a second.
   *
   * @param random a number from 0 to 1
   */
  renewIfDue(time: number, random: number): void {
    const now = this.secondsAt(time);
    this.credentials.renewIfDue(now, random);
    this.identity.subjects?.renewIfDue(now, random);
  }

  /**
   * Returns the reason why nothing can be signed for the tenant at this time, for an operator; `undefined` if signing
   * is possible.
   */
  reasonAgainst(time: number): string | undefined {
    return this.identity.reasonAgainst(time);
  }

  /**
   * Returns the signers for a caller. They use the tenant's session, or the caller's own session if URLs are
   * attributed.
   */
  signersOf(caller: Caller): Signers {
    if (this.#subjectSigners) return this.#subjectSigners.of(caller);
    return (this.#own ??= this.#signersWith(this.credentials)); // many tenants are never used
  }

  /** The bucket's endpoint for clients, whose host is part of the signatures. */
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

  /**
   * Returns the limits of each grant, combined with the tenant's.
   *
   * @param own the items that `Grants.limits` returns
   */
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

/**
 * Returns the terms of a session policy. If the tenant file names no encryption, the bucket's default encryption may be
 * KMS.
 */
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
