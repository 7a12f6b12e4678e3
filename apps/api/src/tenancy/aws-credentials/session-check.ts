import type { AwsCredentialIdentity } from '@aws-sdk/types';
import type { EpochSeconds, HeldCredentials, SharedCredentials } from '#s3-presign';
import { refusesSession } from './refused-session.js';
import type { TenantProof } from './tenant-proof.js';

/**
 * The shortest time between two checks, in seconds. AccessDenied has many causes, and not every one may cost a call.
 */
const SHORTEST_PAUSE = 2;
/** The remaining lifetime, in seconds, below which a session is renewed while sessions of subjects depend on it. */
const AHEAD = 120;

/**
 * The result of a check. `good`: AWS accepts the session. `replaced`: AWS refused the session and accepts a new one.
 * `refused`: AWS refused the new one too. `unknown`: AWS gave no clear answer.
 */
export type SessionFate = 'good' | 'replaced' | 'refused' | 'unknown';

/**
 * Detects that AWS refuses a session before its expiry, such as after a revocation. Signing calls no AWS service, so
 * that nothing else would detect it. Server faults change nothing. A refused session is dropped, and the tenant is
 * served again once a new session is proven.
 */
export class SessionCheck {
  #running: Promise<SessionFate> | undefined;
  /** The session that was last checked. */
  #before: HeldCredentials | undefined;
  #lastCheck: EpochSeconds = Number.NEGATIVE_INFINITY;
  /**
   * The part of an interval after which the next check is due, 0.5 to 1. It is random, to spread the checks of many
   * processes.
   */
  #share = 1;

  /**
   * @param prove resolves if AWS accepts the session; rejects with AWS's error
   * @param others sessions of the same role, which are dropped when this one is refused
   */
  constructor(
    private readonly credentials: SharedCredentials,
    private readonly proof: TenantProof,
    private readonly prove: (identity: AwsCredentialIdentity) => Promise<void>,
    private readonly others?: { readonly size: number; drop(): void },
  ) {}

  /** The time of the last check, or of the last proof if that is later. */
  get checkedAt(): EpochSeconds {
    return Math.max(this.#lastCheck, this.proof.provenAt);
  }

  /** The check that is in progress, if any. */
  get running(): Promise<SessionFate> | undefined {
    return this.#running;
  }

  /**
   * Returns whether the session was used since the last check and that check is long enough ago.
   *
   * @param interval seconds
   */
  isDue(now: EpochSeconds, interval: number): boolean {
    return !this.#running && this.proof.used && this.#isPast(now, interval * this.#share);
  }

  /**
   * Checks the session, or returns the running check. Resolves with `unknown` if the tenant is not proven yet, or if
   * the last check was less than `SHORTEST_PAUSE` ago.
   *
   * @param random a number from 0 to 1
   */
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
    // If the session was renewed during the check, the next check covers the new one.
    if (verdict !== 'refused' || this.credentials.held !== held)
      return verdict === 'good' ? 'good' : 'unknown';
    this.others?.drop();
    this.credentials.drop(held.identity);
    this.proof.withdraw();
    try {
      await this.proof.require(now);
      return 'replaced';
    } catch {
      return 'refused'; // the proof's `reason` then holds the cause
    }
  }

  /**
   * Returns the session to check. If sessions of subjects depend on it, it is renewed early enough that the previous
   * session is still valid and can be checked on their behalf.
   */
  async #session(now: EpochSeconds): Promise<HeldCredentials | undefined> {
    const { credentials, others } = this;
    if (!others?.size) return credentials.held;
    try {
      return await credentials.lasting(now + AHEAD, now);
    } catch {
      return credentials.held;
    }
  }

  /**
   * Checks the previous session, if sessions of subjects may have been opened with it: the result for the newer session
   * does not hold for older ones.
   */
  async #checkOlder(held: HeldCredentials, now: EpochSeconds): Promise<void> {
    const before = this.#before;
    if (before && before !== held && this.others?.size) {
      const verdict = hasExpired(before, now) ? 'refused' : await this.#verdict(before);
      if (verdict === 'unknown') return; // the next check tries again
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

  /**
   * Returns whether at least `seconds` lie between the last check and now. The difference is absolute, so that a clock
   * that was set back does not delay the next check.
   */
  #isPast(now: EpochSeconds, seconds: number): boolean {
    return Math.abs(now - this.checkedAt) >= seconds;
  }
}

const hasExpired = ({ end }: HeldCredentials, now: EpochSeconds): boolean => end !== undefined && end <= now;
