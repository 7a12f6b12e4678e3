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

/** The types of credentials that must be proven to belong to the role. Other types name no role. */
const WITH_ROLE = new Set(['web-identity', 'container', 'assume-role']);

/** Receives the calls to AWS and the sessions that are opened for tenants. */
export interface IdentityObservers {
  readonly calls?: CallObserver | undefined;
  /** Called for each session of a subject before it signs. */
  readonly session?: ((tenant: string, session: ObtainedSession) => void) | undefined;
}

/**
 * The service's identity towards AWS for one tenant: credentials, proof and session check. It survives changes of the
 * tenant file that do not concern AWS.
 */
export class TenantIdentity {
  readonly credentials: SharedCredentials;
  readonly proof: TenantProof | undefined;
  readonly sessionCheck: SessionCheck | undefined;
  /** The sessions of subjects; set if the tenant's URLs are attributed. */
  readonly subjects: SubjectSessions | undefined;
  readonly clockOffset = new ClockOffset();
  readonly #assume: Assume | undefined;

  /** @param observers receive the calls to AWS for the tenant */
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

  /** Returns whether this identity also fits an entry, so that the proof and the credentials can be kept. */
  isOf(entry: TenantEntry): boolean {
    return isDeepStrictEqual(concernOfAws(entry), concernOfAws(this.entry));
  }

  /**
   * Returns the time in seconds, corrected by the known difference from AWS's clock. Signatures must be valid by AWS's
   * clock.
   */
  secondsAt(time: number): EpochSeconds {
    return epochSeconds(time + this.clockOffset.milliseconds);
  }

  /**
   * Returns the reason why nothing can be signed at this time, for an operator; `undefined` if signing is possible. A
   * session that expired while no request came is no reason, because a pod that isn't ready would get no request that
   * renews it.
   */
  reasonAgainst(time: number): string | undefined {
    if (!this.proof) return undefined;
    if (!this.proof.proven) return this.proof.reason;
    const { held, failure } = this.credentials;
    if (!failure || held?.end === undefined || held.end > this.secondsAt(time)) return undefined;
    return explain(failure);
  }

  /**
   * Proves the bucket with the role's credentials. If S3 refuses, the session may be the cause, such as after the role
   * was recreated, so that the next attempt gets a new session.
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

  /**
   * Proves that STS issues sessions with the parameters of subjects' sessions. The trust policy may lack
   * `sts:SetSourceIdentity`.
   */
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

/** A session policy that allows nothing, because nothing is signed with this session. */
const NOTHING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }],
});

const concernOfAws = (entry: TenantEntry) => [
  entry.id, // part of the session's name
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
