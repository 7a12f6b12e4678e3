import type { AwsCredentialIdentity } from '@aws-sdk/types';
import type { EpochSeconds, HeldCredentials, SharedCredentials } from '#s3-presign';
import { refusesSession } from './refused-session.js';
import type { TenantProof } from './tenant-proof.js';

/** Seconds: AccessDenied has many reasons, and not each may cost a call. */
const SHORTEST_PAUSE = 2;
/** Seconds. */
const AHEAD = 120;

/**
 * The result of a check: the session is valid; AWS refuses it, and a new one is valid or is refused too; or AWS
 * did not answer.
 */
export type SessionFate = 'good' | 'replaced' | 'refused' | 'unknown';

/**
 * Notices that AWS refuses a session before its end, as after a revocation: signing asks AWS nothing, so that
 * nothing else would notice. Faults change nothing; a refusal drops the session, and the tenant is served again once a new one is proven.
 */
export class SessionCheck {
  #running: Promise<SessionFate> | undefined;
  /** The session that was last checked. */
  #before: HeldCredentials | undefined;
  #lastCheck: EpochSeconds = Number.NEGATIVE_INFINITY;
  /** 0.5 to 1, of an interval: spreads the checks of many processes. */
  #share = 1;

  /**
   * @param prove that AWS lets the session in; rejects with what it says
   * @param others sessions of the same role, that are refused when this one is
   */
  constructor(
    private readonly credentials: SharedCredentials,
    private readonly proof: TenantProof,
    private readonly prove: (identity: AwsCredentialIdentity) => Promise<void>,
    private readonly others?: { readonly size: number; drop(): void },
  ) {}

  /** When the session was last seen to serve, or not to. */
  get checkedAt(): EpochSeconds {
    return Math.max(this.#lastCheck, this.proof.provenAt);
  }

  /** The check under way. */
  get running(): Promise<SessionFate> | undefined {
    return this.#running;
  }

  /** Returns whether the session was used since the last check, which is long enough ago. @param interval seconds */
  isDue(now: EpochSeconds, interval: number): boolean {
    return !this.#running && this.proof.used && this.#isPast(now, interval * this.#share);
  }

  /** Another check than the last; none so soon after it, nor before there is anything to check. @param random 0 to 1 */
  check(now: EpochSeconds, random: number): Promise<SessionFate> {
    if (this.#running) return this.#running;
    if (!this.proof.proven || !this.#isPast(now, SHORTEST_PAUSE)) return Promise.resolve('unknown');
    this.#lastCheck = now;
    this.#share = 1 - random / 2;
    this.proof.used = false;
    return (this.#running = this.#check(now).finally(() => (this.#running = undefined)));
  }

  async #check(now: EpochSeconds): Promise<SessionFate> {
    const held = await this.#session(now);
    if (!held || hasExpired(held, now)) return 'unknown';
    await this.#checkOlder(held, now);
    const verdict = await this.#verdict(held);
    // A session that was renewed during the check is left to the next check.
    if (verdict !== 'refused' || this.credentials.held !== held)
      return verdict === 'good' ? 'good' : 'unknown';
    this.others?.drop();
    this.credentials.drop(held.identity);
    this.proof.withdraw();
    try {
      await this.proof.require(now);
      return 'replaced';
    } catch {
      return 'refused'; // as the proof's `reason` says
    }
  }

  /** Where others depend on it, it is renewed so early that the one before can still be asked for them. */
  async #session(now: EpochSeconds): Promise<HeldCredentials | undefined> {
    const { credentials, others } = this;
    if (!others?.size) return credentials.held;
    try {
      return await credentials.lasting(now + AHEAD, now);
    } catch {
      return credentials.held;
    }
  }

  /** What is true of a session says nothing of others that are older than it: for them the one before is asked once more. */
  async #checkOlder(held: HeldCredentials, now: EpochSeconds): Promise<void> {
    const before = this.#before;
    if (before && before !== held && this.others?.size) {
      const verdict = hasExpired(before, now) ? 'refused' : await this.#verdict(before);
      if (verdict === 'unknown') return; // and again at the next check
      if (verdict === 'refused') this.others.drop();
    }
    this.#before = held;
  }

  async #verdict({ identity }: HeldCredentials): Promise<'good' | 'refused' | 'unknown'> {
    try {
      await this.prove(identity);
      return 'good';
    } catch (error) {
      return refusesSession(error) ? 'refused' : 'unknown';
    }
  }

  /** Absolute, so that a clock that was set back doesn't hold up the next check. */
  #isPast(now: EpochSeconds, seconds: number): boolean {
    return Math.abs(now - this.checkedAt) >= seconds;
  }
}

const hasExpired = ({ end }: HeldCredentials, now: EpochSeconds): boolean => end !== undefined && end <= now;
