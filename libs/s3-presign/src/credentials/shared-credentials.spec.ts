import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EpochSeconds } from '../sigv4/amz-date.js';
import { SharedCredentials, type HeldCredentials } from './shared-credentials.js';

const NOW = 1_795_521_600; // 2026-11-24T12:00:00Z
const HOUR = 3600;

type Answer = () => AwsCredentialIdentity | Promise<AwsCredentialIdentity>;

/** A `SharedCredentials` whose provider returns what the test sets in `answer`. */
class Sessions {
  calls = 0;
  answer: Answer;
  /** The function is not `async`, so that an error of the test is thrown at once. */
  readonly #provider = (() => {
    this.calls++;
    return this.answer();
  }) as AwsCredentialIdentityProvider;
  readonly shared = new SharedCredentials(this.#provider);

  constructor(answer: Answer) {
    this.answer = answer;
  }

  /** Turns an answer that may be a value or a promise into a promise. */
  async ask(until: EpochSeconds, now: EpochSeconds): Promise<HeldCredentials> {
    return this.shared.lasting(until, now);
  }
}

const KEY_PAIR = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
const session = (end: EpochSeconds): AwsCredentialIdentity => ({
  ...KEY_PAIR,
  sessionToken: 'token',
  expiration: new Date(end * 1000),
});
const fails = () => Promise.reject(new Error('STS is down'));
const coded = (code: string) => expect.objectContaining({ name: 'PresignError', code });

/** Returns sessions that already hold credentials obtained now, which expire in an hour by default. */
async function holding(end = NOW + HOUR): Promise<Sessions> {
  const sessions = new Sessions(() => session(end));
  await sessions.ask(NOW, NOW);
  return sessions;
}

describe('SharedCredentials', () => {
  it('asks once for a thousand waiting requests', async () => {
    const { promise, resolve } = Promise.withResolvers<AwsCredentialIdentity>();
    const sessions = new Sessions(() => promise);
    const waiting = Array.from({ length: 1000 }, (_, i) => sessions.ask(NOW + 900, NOW + (i % 3)));
    resolve(session(NOW + HOUR));
    const [first, ...others] = await Promise.all(waiting);
    expect(first).toMatchObject({ end: NOW + HOUR, obtainedAt: NOW });
    expect(new Set(others)).toStrictEqual(new Set([first]));
    expect(sessions.calls).toBe(1);
  });

  it('answers at once while what it holds lasts', async () => {
    const sessions = await holding();
    expect(sessions.shared.lasting(NOW + HOUR, NOW + 10)).toMatchObject({ end: NOW + HOUR });
    expect(sessions.calls).toBe(1);
  });

  it('keeps an access key that has no end', async () => {
    const sessions = new Sessions(() => KEY_PAIR);
    await sessions.shared.lasting(NOW, NOW);
    expect(sessions.shared.lasting(NOW + 604_800, NOW + 10 * HOUR)).toMatchObject({ end: undefined });
    expect(sessions.calls).toBe(1);
  });

  describe('renews', () => {
    it('once for all who would outlive what is held', async () => {
      const sessions = await holding();
      const later = NOW + 3000;
      sessions.answer = () => session(later + HOUR);
      const waiting = Array.from({ length: 500 }, () => sessions.ask(later + 900, later));
      const answers = await Promise.all(waiting);
      expect(new Set(answers.map(({ end }) => end))).toStrictEqual(new Set([later + HOUR]));
      expect(sessions.calls).toBe(2);
    });

    it.each([
      { age: 59, length: HOUR, calls: 1 },
      { age: 60, length: HOUR, calls: 2 },
      { age: 4, length: 100, calls: 1 },
      { age: 5, length: 100, calls: 2 },
      { age: 0, length: 3, calls: 1 },
      { age: 1, length: 3, calls: 2 },
    ])(
      'where it gains a minute or 5 %: a session of $length s, $age s old',
      async ({ age, length, calls }) => {
        const sessions = await holding(NOW + length);
        await sessions.shared.lasting(NOW + 12 * HOUR, NOW + age);
        expect(sessions.calls).toBe(calls);
      },
    );

    it('what has ended, however young', async () => {
      const sessions = await holding(NOW + 1);
      sessions.answer = () => session(NOW + HOUR);
      await expect(sessions.shared.lasting(NOW + 2, NOW + 1)).resolves.toMatchObject({ end: NOW + HOUR });
    });

    it('for the best there is where nothing lasts so long', async () => {
      const sessions = await holding();
      sessions.answer = () => session(NOW + 100 + HOUR);
      const renewed = await sessions.shared.lasting(NOW + 12 * HOUR, NOW + 100);
      expect(renewed.end).toBe(NOW + 100 + HOUR);
      expect(sessions.shared.lasting(NOW + 12 * HOUR, NOW + 101)).toBe(renewed);
    });

    it('not again at once from a source that keeps its session', async () => {
      const sessions = await holding();
      const ask = (second: number) => sessions.shared.lasting(NOW + 12 * HOUR, NOW + second);
      const kept = await ask(100);
      expect(sessions.calls).toBe(2);
      expect(ask(104)).toBe(kept);
      await ask(105);
      expect(sessions.calls).toBe(3);
    });

    it('never for something shorter', async () => {
      const sessions = await holding();
      sessions.answer = () => session(NOW + 200);
      await expect(sessions.shared.lasting(NOW + 2 * HOUR, NOW + 100)).resolves.toMatchObject({
        end: NOW + HOUR,
      });
    });
  });

  describe('where renewal fails', () => {
    it('goes on with what it holds, and tries again after five seconds, not at each request', async () => {
      const sessions = await holding();
      sessions.answer = fails;
      const ask = (second: number) => sessions.shared.lasting(NOW + 2 * HOUR, NOW + second);
      const answers = await Promise.all([ask(100), ask(100), ask(101)]);
      expect(answers.map(({ end }) => end)).toStrictEqual([NOW + HOUR, NOW + HOUR, NOW + HOUR]);
      expect(sessions.calls).toBe(2);
      expect(ask(105)).toMatchObject({ end: NOW + HOUR });
      await ask(106);
      expect(sessions.calls).toBe(3);
    });

    it('counts the five seconds from the last request that waited, since a failure may take its time', async () => {
      const sessions = await holding();
      const { promise, reject } = Promise.withResolvers<AwsCredentialIdentity>();
      sessions.answer = () => promise;
      const ask = (second: number) => sessions.ask(NOW + 2 * HOUR, NOW + second);
      const waiting = [ask(100), ask(110), ask(120)];
      reject(new Error('timeout'));
      await Promise.all(waiting);
      await expect(ask(124)).resolves.toMatchObject({ end: NOW + HOUR });
      expect(sessions.calls).toBe(2);
    });

    it('lets each who waits fall back only on what is still good for it', async () => {
      const sessions = await holding();
      const { promise, reject } = Promise.withResolvers<AwsCredentialIdentity>();
      sessions.answer = () => promise;
      const early = sessions.shared.lasting(NOW + 2 * HOUR, NOW + HOUR - 1);
      const late = sessions.shared.lasting(NOW + 2 * HOUR, NOW + HOUR);
      reject(new Error('timeout'));
      await expect(early).resolves.toMatchObject({ end: NOW + HOUR });
      await expect(late).rejects.toStrictEqual(coded('credentials_unavailable'));
    });

    it.each([
      ['rejects', fails, 'credentials_unavailable'],
      [
        'throws',
        () => {
          throw new Error('no token file');
        },
        'credentials_unavailable',
      ],
      ['gives what has ended', () => session(NOW), 'credentials_unavailable'],
      ['gives no end', () => ({ ...KEY_PAIR, sessionToken: 'token' }), 'credentials_lifetime_unknown'],
      [
        'invents an end',
        () => ({ ...session(NOW + HOUR), originalExpiration: new Date() }),
        'credentials_lifetime_unknown',
      ],
    ])('gives a code where nothing is held and the provider %s, and recovers', async (_, answer, code) => {
      const sessions = new Sessions(answer);
      await expect(sessions.shared.lasting(NOW + 900, NOW)).rejects.toStrictEqual(coded(code));
      sessions.answer = () => session(NOW + HOUR);
      expect(() => sessions.shared.lasting(NOW + 900, NOW)).toThrow(coded(code));
      expect(sessions.calls).toBe(1);
      await expect(sessions.shared.lasting(NOW + 900, NOW + 1)).resolves.toMatchObject({ end: NOW + HOUR });
      expect(sessions.shared.lasting(NOW + 900, NOW + 1)).toMatchObject({ end: NOW + HOUR });
    });

    it('keeps the cause for the log, and nothing of it in the message', async () => {
      const { shared } = new Sessions(() => Promise.reject(new Error('AccessDenied: role X')));
      await expect(shared.lasting(NOW, NOW)).rejects.toMatchObject({
        message: expect.not.stringContaining('role X'),
        cause: new Error('AccessDenied: role X'),
      });
    });

    it('is not held up by a clock that was set back', async () => {
      const sessions = new Sessions(fails);
      await expect(sessions.shared.lasting(NOW, NOW)).rejects.toThrow('AWS credentials');
      sessions.answer = () => session(NOW + HOUR);
      await expect(sessions.shared.lasting(NOW - HOUR, NOW - HOUR)).resolves.toMatchObject({
        end: NOW + HOUR,
      });
    });
  });

  it('never gives what has ended, whatever the provider does', async () => {
    const step = fc.record({
      wait: fc.nat(90),
      wanted: fc.nat(120),
      length: fc.option(fc.integer({ min: -5, max: 120 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step), async (steps) => {
        let now = NOW;
        const sessions = new Sessions(fails);
        for (const { wait, wanted, length } of steps) {
          now += wait;
          sessions.answer = length === null ? fails : () => session(now + length);
          const held = await sessions.ask(now + wanted, now).catch(() => undefined);
          expect(held?.end ?? Infinity).toBeGreaterThan(now);
        }
      }),
    );
  });
});

describe('SharedCredentials.renewIfDue', () => {
  it('renews ahead of need, once, and only what is used', async () => {
    const sessions = await holding();
    sessions.shared.renewIfDue(NOW + HOUR - 920, 0); // no request has used the credentials yet
    expect(sessions.calls).toBe(1);

    await sessions.ask(NOW + 900, NOW);
    sessions.shared.renewIfDue(NOW + HOUR - 916, 0); // a lifetime of 900 s still fits in
    expect(sessions.calls).toBe(1);
    sessions.answer = () => session(NOW + 2 * HOUR);
    sessions.shared.renewIfDue(NOW + HOUR - 915, 0);
    sessions.shared.renewIfDue(NOW + HOUR - 915, 0);
    expect(sessions.calls).toBe(2);
    await Promise.resolve();
    await expect.poll(() => sessions.shared.held?.end).toBe(NOW + 2 * HOUR);
  });

  it('tries less and less often while it fails, and no request waits for it', async () => {
    const sessions = await holding();
    await sessions.ask(NOW + 900, NOW);
    sessions.answer = fails;
    const from = NOW + HOUR - 900;
    for (let second = 0; second < 300; second++) {
      sessions.shared.renewIfDue(from + second, 1);
      await new Promise(setImmediate);
    }
    expect(sessions.calls - 1).toBeLessThanOrEqual(10); // pauses of 1, 2, 4 … 60 s
    expect(sessions.shared.failure).toMatchObject({ code: 'credentials_unavailable' });
    sessions.answer = () => new Promise(() => {});
    expect(sessions.shared.lasting(from + 1200, from + 300)).toMatchObject({ end: NOW + HOUR });
  });

  it('is not held up by a clock that was set back', async () => {
    const sessions = await holding();
    await sessions.ask(NOW + 900, NOW);
    sessions.answer = fails;
    sessions.shared.renewIfDue(NOW + 2 * HOUR, 1);
    await new Promise(setImmediate);
    sessions.shared.renewIfDue(NOW + HOUR - 900, 1);
    expect(sessions.calls).toBe(3);
  });

  it('forgets what was revoked', async () => {
    const sessions = await holding();
    const { identity } = sessions.shared.held!;
    sessions.shared.drop(identity);
    sessions.answer = () => session(NOW + 2 * HOUR);
    await expect(sessions.ask(NOW + 900, NOW)).resolves.toMatchObject({ end: NOW + 2 * HOUR });
  });

  it('does not bring back what was revoked while another session was obtained', async () => {
    const sessions = await holding();
    const { promise, resolve } = Promise.withResolvers<AwsCredentialIdentity>();
    sessions.answer = () => promise;
    const asked = sessions.ask(NOW + 2 * HOUR, NOW + 1800);
    sessions.shared.drop(sessions.shared.held!.identity);
    const shorter = session(NOW + 2000);
    resolve(shorter);
    expect((await asked).identity).toBe(shorter);
    expect(sessions.shared.held?.identity).toBe(shorter);
  });
});
