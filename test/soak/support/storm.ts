import { setTimeout as sleep } from 'node:timers/promises';
import { cuts, answers, hangs, slow, talksNonsense } from '../../support/fakes/misbehaviour.js';
import type { ProjectedToken } from '../../support/fakes/projected-token.js';
import { ACCESS_DENIED, SERVICE_UNAVAILABLE, THROTTLING } from '../../support/fakes/sts-answers.js';
import { sessionsOf, type StsFront } from '../../support/fakes/sts-front.js';
import type { Replicas } from './replicas.js';
import type { Tokens } from './tokens.js';

/** The length in seconds of STS's sessions. AWS's shortest session is 900 s, but the test doesn't depend on it. */
export const SESSION = 40;
/**
 * The length of a fault in seconds. It is shorter than the time that credentials remain valid after a renewal is due.
 */
const FAULT = 6;
/** Seconds without a fault between two faults. */
const CALM = 4;

const FAULTS = [
  ['is down', undefined],
  ['throttles', answers(THROTTLING)],
  ['never answers', hangs],
  ['is slow', slow(2_000)],
  ['cuts connections', cuts],
  ['denies access', answers(ACCESS_DENIED)],
  ['is unavailable', answers(SERVICE_UNAVAILABLE)],
  ['talks nonsense', talksNonsense],
] as const;

/** The faults and changes that a deployment has in a bad week, compressed into one run. */
export class Storm {
  stsFaults = 0;
  tokenRotations = 0;
  rollOuts = 0;

  constructor(
    private readonly sts: StsFront,
    private readonly podToken: ProjectedToken,
    private readonly tokens: Tokens,
    private readonly replicas: Replicas,
  ) {}

  /** Causes all faults and changes in parallel until the run is stopped. @param seconds the length of the run */
  async rage(seconds: number, stop: AbortSignal): Promise<void> {
    const rotateEvery = Math.max(10, seconds / 20);
    await Promise.all([
      this.#misbehave(stop),
      this.#rotate(rotateEvery, stop),
      this.#rollOutAt([seconds * 0.15, seconds * 0.4], stop),
    ]);
  }

  async #misbehave(stop: AbortSignal): Promise<void> {
    for (let next = 0; await waited(CALM, stop); next++) {
      const [, behaviour] = FAULTS[next % FAULTS.length]!;
      if (behaviour) this.sts.behave(sessionsOf(SESSION), behaviour);
      else await this.sts.proxy.goDown();
      this.stsFaults++;
      await waited(FAULT, stop);
      if (!behaviour) await this.sts.proxy.comeUp();
      this.sts.behave(sessionsOf(SESSION));
    }
  }

  async #rotate(every: number, stop: AbortSignal): Promise<void> {
    while (await waited(every, stop)) {
      await this.podToken.rotate();
      await this.tokens.rotate();
      this.tokenRotations++;
    }
  }

  async #rollOutAt(times: readonly number[], stop: AbortSignal): Promise<void> {
    const start = performance.now();
    for (const at of times) {
      if (!(await waited(at - (performance.now() - start) / 1000, stop))) return;
      await this.replicas.rollOut();
      this.rollOuts++;
    }
  }
}

/** Waits for some seconds. @returns false if `signal` was aborted during the wait */
const waited = (seconds: number, signal: AbortSignal): Promise<boolean> =>
  sleep(Math.max(0, seconds) * 1000, true, { signal }).catch(() => false);
