import { setTimeout as sleep } from 'node:timers/promises';
import { cuts, answers, hangs, slow, talksNonsense } from '../../support/fakes/misbehaviour.js';
import type { ProjectedToken } from '../../support/fakes/projected-token.js';
import { ACCESS_DENIED, SERVICE_UNAVAILABLE, THROTTLING } from '../../support/fakes/sts-answers.js';
import { sessionsOf, type StsFront } from '../../support/fakes/sts-front.js';
import type { Replicas } from './replicas.js';
import type { Tokens } from './tokens.js';

/** Seconds that STS gives out; AWS's shortest is 900, and nothing here depends on it. */
export const SESSION = 40;
/** Seconds: a fault lasts less than good credentials do after they were due to be renewed. */
const FAULT = 6;
/** Seconds of good behaviour between two faults. */
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

/** What happens to a deployment in a bad week, in the seconds of one run. */
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

  /** All of it side by side, until the end. @param seconds of the run */
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

/** @returns false where it was stopped in the meantime */
const waited = (seconds: number, signal: AbortSignal): Promise<boolean> =>
  sleep(Math.max(0, seconds) * 1000, true, { signal }).catch(() => false);
