import { isDeepStrictEqual } from 'node:util';
import {
  ClockOffset,
  SharedCredentials,
  epochSeconds,
  type CallObserver,
  type EpochSeconds,
} from '#s3-presign';
import type { Assume } from '#s3-presign/credential-sources';
import {
  type AttributionEntry,
  DEFAULT_MAX_SESSIONS,
  DEFAULT_NEW_SESSIONS,
  type TenantEntry,
} from '#tenant-file';
import { StsBudget } from '../attribution/sts-budget.js';
import { SubjectSessions, type ObtainedSession } from '../attribution/subject-sessions.js';
import { proveBucket } from '../aws-credentials/bucket-proof.js';
import {
  credentialProvider,
  podSessionName,
  subjectAssumer,
} from '../aws-credentials/credential-provider.js';
import { explain } from '../aws-credentials/explain.js';
import { SessionCheck } from '../aws-credentials/session-check.js';
import { stsRegion } from '../aws-credentials/sts-region.js';
import { TenantProof } from '../aws-credentials/tenant-proof.js';

/** Credentials that must be proven to be those of the role. Other types name no role. */
const WITH_ROLE = new Set(['web-identity', 'container', 'assume-role']);

/** Who is told of what is done towards AWS. */
export interface IdentityObservers {
  readonly calls?: CallObserver | undefined;
  /** Called for each session of a subject, before it signs. */
  readonly session?: ((tenant: string, session: ObtainedSession) => void) | undefined;
}

/** Who the service is for a tenant towards AWS. It outlives changes of the tenant file that are of no concern to AWS. */
export class TenantIdentity {
  readonly credentials: SharedCredentials;
  readonly proof: TenantProof | undefined;
  readonly sessionCheck: SessionCheck | undefined;
  /** Where the tenant's URLs are attributed. */
  readonly subjects: SubjectSessions | undefined;
  readonly clockOffset = new ClockOffset();
  readonly #assume: Assume | undefined;

  /** @param observers are told of what is done towards AWS for the tenant */
  constructor(
    private readonly entry: TenantEntry,
    private readonly observers: IdentityObservers = {},
  ) {
    const { clockOffset, calls } = this;
    const context = { region: stsRegion(entry), clockOffset, calls };
    this.credentials = new SharedCredentials(credentialProvider(entry, context));
    if (entry.attribution) {
      this.#assume = subjectAssumer(entry, context);
      this.subjects = subjectSessions(entry.attribution, this.#assume, (session) =>
        observers.session?.(entry.id, session),
      );
    }
    this.proof = WITH_ROLE.has(entry.credentials.type)
      ? new TenantProof((now) => this.#prove(now))
      : undefined;
    this.sessionCheck =
      this.proof &&
      new SessionCheck(
        this.credentials,
        this.proof,
        (identity) => proveBucket(entry, identity, this),
        this.subjects,
      );
  }

  get calls(): CallObserver | undefined {
    return this.observers.calls;
  }

  /** Returns whether it is the identity of this entry, too: what was proven for the one holds for the other. */
  isOf(entry: TenantEntry): boolean {
    return isDeepStrictEqual(concernOfAws(entry), concernOfAws(this.entry));
  }

  /** The time by AWS's clock, as far as it is known to differ: what is signed must be right there. */
  secondsAt(time: number): EpochSeconds {
    return epochSeconds(time + this.clockOffset.milliseconds);
  }

  /**
   * Returns why nothing can be signed at this time, in words for an operator; `undefined` where it can. A session that
   * expired while no request came is no reason: a pod that isn't ready is never asked again.
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
      if (this.#assume) await this.#proveAttribution(this.#assume);
    } catch (error) {
      this.credentials.drop(identity);
      throw error;
    }
  }

  /** That STS gives sessions by the terms of subjects': trust may lack `sts:SetSourceIdentity`. */
  async #proveAttribution(assume: Assume): Promise<void> {
    const name = podSessionName(this.entry);
    await assume({ roleSessionName: name, sourceIdentity: name, policy: NOTHING });
  }
}

function subjectSessions(
  { maxSessions = DEFAULT_MAX_SESSIONS, newSessionsPerSecond = DEFAULT_NEW_SESSIONS }: AttributionEntry,
  assume: Assume,
  observe: (session: ObtainedSession) => void,
): SubjectSessions {
  const budget = new StsBudget(newSessionsPerSecond, () => Math.floor(performance.now()));
  return new SubjectSessions(maxSessions, assume, budget, observe);
}

/** A session policy that allows nothing: nothing is signed with the session. */
const NOTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

const concernOfAws = (entry: TenantEntry) => [
  entry.id, // in the session's name
  entry.credentials,
  entry.attribution,
  entry.account,
  entry.region,
  entry.stsRegion,
  entry.bucket,
  entry.keyPrefix,
  entry.endpoint,
  entry.forcePathStyle,
];
