import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { SigningAnswer } from '../../../apps/api/src/signing/signing.response.js';
import { eventually } from '../../support/checks/eventually.js';
import { use } from '../../support/clients/api-client.js';
import { ask, type Asked } from '../../support/clients/load.js';
import type { StsFront } from '../../support/fakes/sts-front.js';
import type { Deployment } from './deploy.js';

/** Expects that a URL expires no later than its credentials. */
export function expectHonest(answer: SigningAnswer, sts: StsFront): void {
  expect(Date.parse(answer.expiresAt)).toBeLessThanOrEqual(sts.sessionOf(answer.url).end);
}

/**
 * Uses a URL ten times a second. S3 must accept it before `expiresAt`. In the second after it, S3 may accept or refuse
 * it.
 */
export async function expectAliveUntil({ url, expiresAt }: SigningAnswer): Promise<void> {
  const end = Date.parse(expiresAt);
  let [alive, dead] = [0, 0];
  for (let started = Date.now(); started < end + 2000; started = Date.now()) {
    const { status } = await use({ url, method: 'GET', headers: {} } as SigningAnswer);
    if (Date.now() < end) {
      expect(status).toBe(200);
      alive++;
    } else if (started >= end + 1000) {
      expect(status).toBe(403);
      dead++;
    }
    await sleep(100);
  }
  expect(alive).toBeGreaterThan(0);
  expect(dead).toBeGreaterThan(0);
}

/** Returns the latest expiry of the credentials that signed the successful answers, in milliseconds since the epoch. */
export const endOfServed = (asked: readonly Asked[], sts: StsFront): number =>
  Math.max(
    ...asked
      .filter(({ status }) => status === 200)
      .map(({ answer }) => {
        expectHonest(answer, sts);
        return sts.sessionOf(answer.url).end;
      }),
  );

/** Expects that the API is live and not ready, refuses to sign, and logs neither a token nor a URL. */
export async function expectRefused({ api, client }: Pick<Deployment, 'api' | 'client'>): Promise<void> {
  expect((await api.health('live')).status).toBe('up');
  expect((await api.health('ready')).status).toBe('down');
  const { status, problem, retryAfter } = await ask(client);
  expect(status).toBe(503);
  expect(['tenant_unavailable', 'credentials_unavailable']).toContain(problem.code);
  expect(Number(retryAfter)).toBeGreaterThan(0);
  expect(api.output).not.toMatch(/eyJ|X-Amz-Signature/);
}

/** Expects that the API signs and is ready. */
export async function expectServed({ api, client }: Pick<Deployment, 'api' | 'client'>): Promise<void> {
  await eventually('served', async () => (await ask(client)).status === 200);
  expect(await api.health('ready')).toEqual({ status: 'up', reasons: [] });
}

/** Returns the latest expiry of all sessions that STS issued, in milliseconds since the epoch. */
export const endOfSessions = ({ sessions }: StsFront): number =>
  Math.max(...[...sessions.values()].map(({ end }) => end));
