import { isDeepStrictEqual } from 'node:util';
import {
  ClockOffset,
  SharedCredentials,
  epochSeconds,
  type CallObserver,
  type EpochSeconds,
} from '#s3-presign';
import { proveBucket } from '../identity/bucket-proof.js';
import { credentialProvider } from '../identity/credential-provider.js';
import { explain } from '../identity/explain.js';
import { SessionCheck } from '../identity/session-check.js';
import { TenantProof } from '../identity/tenant-proof.js';
import type { TenantEntry } from './tenant-file.js';

/** Whoever names a role must prove to be it; other credentials prove nothing. */
const WITH_ROLE = new Set(['web-identity', 'container', 'assume-role']);

/** Who the service is for a tenant towards AWS. It outlives changes of the tenant file that are of no concern to AWS. */
export class TenantIdentity {
  readonly credentials: SharedCredentials;
  readonly proof: TenantProof | undefined;
  readonly sessionCheck: SessionCheck | undefined;
  readonly clockOffset = new ClockOffset();

  /** @param calls is told of the calls of AWS that are made for the tenant */
  constructor(
    private readonly entry: TenantEntry,
    readonly calls?: CallObserver,
  ) {
    const { clockOffset } = this;
    const context = { region: entry.region, clockOffset, calls };
    this.credentials = new SharedCredentials(credentialProvider(entry, context));
    this.proof = WITH_ROLE.has(entry.credentials.type)
      ? new TenantProof((now) => this.#prove(now))
      : undefined;
    this.sessionCheck =
      this.proof &&
      new SessionCheck(this.credentials, this.proof, (identity) => proveBucket(entry, identity, this));
  }

  /** Whether it is the identity of this entry, too: what was proven for the one holds for the other. */
  isOf(entry: TenantEntry): boolean {
    return isDeepStrictEqual(concernOfAws(entry), concernOfAws(this.entry));
  }

  /** The time by AWS's clock, as far as it is known to differ: what is signed must be right there. */
  secondsAt(time: number): EpochSeconds {
    return epochSeconds(time + this.clockOffset.milliseconds);
  }

  /**
   * Why nothing can be signed at this time, in words for an operator; `undefined` where it can. A session that ended
   * while nobody asked is no reason: a pod that isn't ready is never asked again.
   */
  reasonAgainst(time: number): string | undefined {
    if (!this.proof) return undefined;
    if (!this.proof.proven) return this.proof.reason;
    const { held, failure } = this.credentials;
    if (!failure || held?.end === undefined || held.end > this.secondsAt(time)) return undefined;
    return explain(failure);
  }

  /**
   * Credentials come only from the role, or not at all; what is left to prove is the bucket. What S3 refuses may be the
   * session, as after the role was made anew: the next try gets another one.
   */
  async #prove(now: EpochSeconds): Promise<void> {
    const { identity } = await this.credentials.lasting(now + 1, now);
    try {
      await proveBucket(this.entry, identity, this);
    } catch (error) {
      this.credentials.drop(identity);
      throw error;
    }
  }
}

const concernOfAws = (entry: TenantEntry) => [
  entry.id, // in the session's name
  entry.credentials,
  entry.account,
  entry.region,
  entry.bucket,
  entry.keyPrefix,
  entry.endpoint,
  entry.forcePathStyle,
];
