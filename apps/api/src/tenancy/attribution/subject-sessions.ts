import { LRUCache } from 'lru-cache';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { SharedCredentials, type EpochSeconds } from '#s3-presign';
import type { Assume } from '#s3-presign/credential-sources';
import type { AttributedSessionEvent } from '../../platform/audit/attributed-session-event.js';
import type { SessionPolicy } from './session-policy.js';
import type { StsBudget } from './sts-budget.js';

/** A session that was obtained for one subject, as it is reported to the log. */
export type ObtainedSession = Omit<AttributedSessionEvent, 'tenant'>;

/** The subject for which a session is opened. */
export interface Subject {
  /** The issuer's name in the tenant file. */
  readonly issuer: string;
  readonly subject: string;
  /** The role session name that is sent to STS. */
  readonly sessionName: string;
}

/** The credentials for one subject with one set of grants. They are kept until the session is evicted. */
export class SubjectSession {
  readonly credentials: SharedCredentials;

  constructor(obtain: () => Promise<AwsCredentialIdentity>) {
    this.credentials = new SharedCredentials(obtain);
  }
}

/**
 * The sessions of a tenant's subjects. Their number is limited, and the least recently used one is evicted first. A
 * subject never gets another subject's session.
 */
export class SubjectSessions {
  readonly #sessions: LRUCache<string, SubjectSession>;
  /** The keys of subjects whose policy STS could not pack. */
  readonly #tooLarge = new LRUCache<string, true>({ max: 1000 });

  constructor(
    max: number,
    private readonly assume: Assume,
    private readonly budget: StsBudget,
    private readonly obtained: (session: ObtainedSession) => void,
  ) {
    this.#sessions = new LRUCache({ max });
  }

  get size(): number {
    return this.#sessions.size;
  }

  /**
   * Returns a subject's session: the same object while the subject's grants result in the same policy. Credentials are
   * requested only when they are needed.
   */
  of(key: string, subject: Subject, policy: SessionPolicy): SubjectSession {
    let session = this.#sessions.get(key);
    if (!session) {
      session = new SubjectSession(() => this.budget.run(() => this.#obtain(key, subject, policy)));
      this.#sessions.set(key, session);
    }
    return session;
  }

  /**
   * Renews the credentials that expire soon. Call this about once a second.
   *
   * @param random a number from 0 to 1
   */
  renewIfDue(now: EpochSeconds, random: number): void {
    for (const { credentials } of this.#sessions.values()) credentials.renewIfDue(now, random);
  }

  /** Drops all sessions after a revocation. The next signing of each subject asks for a new one. */
  drop(): void {
    for (const { credentials } of this.#sessions.values()) {
      if (credentials.held) credentials.drop(credentials.held.identity);
    }
  }

  async #obtain(key: string, subject: Subject, policy: SessionPolicy): Promise<AwsCredentialIdentity> {
    const narrowed = policy.narrowed && !this.#tooLarge.has(key);
    try {
      return await this.#assumed(subject, narrowed ? policy.policy : policy.wider, narrowed);
    } catch (error) {
      if (!narrowed || !(error as Error).name.startsWith('PackedPolicyTooLarge')) throw error;
      this.#tooLarge.set(key, true);
      return this.#assumed(subject, policy.wider, false);
    }
  }

  async #assumed(
    { issuer, subject, sessionName }: Subject,
    policy: string,
    narrowed: boolean,
  ): Promise<AwsCredentialIdentity> {
    const identity = await this.assume({ roleSessionName: sessionName, sourceIdentity: sessionName, policy });
    const { accessKeyId, expiration } = identity;
    const expiresAt = expiration?.toISOString();
    this.obtained({ issuer, subject, sessionName, accessKeyId, narrowed, expiresAt });
    return identity;
  }
}
