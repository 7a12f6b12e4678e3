import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/checks/eventually.js';
import { SteadyLoad, ask, type Asked } from '../../support/clients/load.js';
import type { Behaviour } from '../../support/fakes/misbehaving-proxy.js';
import { answers, cuts, hangs, slow, talksNonsense } from '../../support/fakes/misbehaviour.js';
import {
  ACCESS_DENIED,
  EXPIRED_TOKEN,
  IDP_UNREACHABLE,
  INVALID_TOKEN,
  SERVICE_UNAVAILABLE,
  THROTTLING,
} from '../../support/fakes/sts-answers.js';
import { sessionsOf } from '../../support/fakes/sts-front.js';
import { deploy, type Deployment } from '../support/deploy.js';
import { endOfServed, endOfSessions, expectHonest, expectServed } from '../support/expectations.js';
import { clusterAndTeam } from '../support/for-all.js';

/** The length of a session in seconds. */
const SESSION = 10;
/** The length of a fault in milliseconds. It is longer than any session. */
const FAULT = 14_000;
/** The longest time of an answer in milliseconds, whatever STS does, with a margin for a slow machine. */
const SLOWEST = 5_000 + 2_000;
/**
 * The most calls to STS during a fault: about one a second, with two attempts each. The API gets ten times as many
 * requests.
 */
const MOST_CALLS = 30;

const world = clusterAndTeam();

async function deployed(): Promise<Deployment> {
  const pod = await deploy({ ...world(), behaviours: [sessionsOf(SESSION)] });
  await pod.api.ready();
  return pod;
}

/** Returns a fault of STS that can begin and end. */
const behaves = (behaviour: Behaviour) => ({
  begin: async ({ sts }: Deployment) => sts.behave(behaviour),
  end: async ({ sts }: Deployment) => sts.behave(sessionsOf(SESSION)),
});
const down = {
  begin: ({ sts }: Deployment) => sts.proxy.goDown(),
  end: async ({ sts }: Deployment) => {
    await sts.proxy.comeUp();
    sts.behave(sessionsOf(SESSION));
  },
};

describe.concurrent('while STS', () => {
  it.each([
    ['is down', down, /refuses connections/],
    ['takes connections and never answers', behaves(hangs), /does not answer in time/],
    ['takes longer than anybody waits', behaves(slow(20_000)), /does not answer in time/],
    ['cuts connections', behaves(cuts), /endpoint/],
    ['throttles', behaves(answers(THROTTLING)), /throttles/],
    ['is unavailable', behaves(answers(SERVICE_UNAVAILABLE)), /temporary failure/],
    ['denies access', behaves(answers(ACCESS_DENIED)), /trust policy/],
    ['calls the token expired', behaves(answers(EXPIRED_TOKEN)), /token has expired/],
    ['does not know the issuer', behaves(answers(INVALID_TOKEN)), /OIDC provider/],
    ['can’t reach the issuer', behaves(answers(IDP_UNREACHABLE)), /OIDC issuer/],
    ['talks nonsense', behaves(talksNonsense), /XML/],
  ] as const)(
    '%s, credentials serve as long as they hold; then it is said, and it recovers by itself',
    async (_, fault, words) => {
      await using pod = await deployed();
      const atFirst = pod.sts.calls.length;
      expect((await ask(pod.client)).status).toBe(200);
      await eventually('renewed, since it is used', () => pod.sts.calls.length > atFirst);
      await fault.begin(pod);
      const begun = Date.now();
      const calls = pod.sts.calls.length;

      await using load = new SteadyLoad(pod.client, { perSecond: 10 });
      await eventually('near the end', () => Date.now() > endOfSessions(pod.sts) - 1500, { every: 10 });
      expect(await pod.api.health('ready')).toEqual({ status: 'up', reasons: [] });
      await eventually('through', () => Date.now() > begun + FAULT);
      const { status, reasons } = await pod.api.health('ready');
      expect(status).toBe('down');
      expect(reasons.join()).toMatch(words);
      expect((await pod.api.health('live')).status).toBe('up');
      const asked = await load.stop();

      expectServedUntil(endOfServed(asked, pod.sts), asked);
      expect(pod.sts.calls.length - calls).toBeLessThanOrEqual(MOST_CALLS);
      expect(pod.api.output).not.toMatch(/eyJ|X-Amz-Signature/);

      await fault.end(pod);
      await expectServed(pod);
    },
  );
});

describe.concurrent('while STS is slow, but answers', () => {
  it('no one fails', async () => {
    await using pod = await deployed();
    pod.sts.behave(sessionsOf(SESSION), slow(1_500));
    await using load = new SteadyLoad(pod.client, { perSecond: 10 });
    await eventually('through', async () => pod.sts.calls.length >= 5);
    for (const { status, answer, sentAt, answeredAt } of await load.stop()) {
      expect(status).toBe(200);
      expectHonest(answer, pod.sts);
      expect(answeredAt - sentAt).toBeLessThan(SLOWEST);
    }
  });
});

describe.concurrent('a pod that is not ready for want of credentials', () => {
  it('gets ready though no one asks it for anything in the meantime', async () => {
    await using pod = await deploy({ ...world(), behaviours: [sessionsOf(3)] });
    await pod.api.ready();
    await down.begin(pod);
    await eventually('refused', async () => (await ask(pod.client)).status === 503);
    await eventually('not ready', async () => (await pod.api.health('ready')).status === 'down');
    await down.end(pod);
    await pod.api.ready();
  });
});

/**
 * Expects signed URLs until the credentials expire, and then refusals with Retry-After. No answer may take too long.
 */
function expectServedUntil(end: number, asked: readonly Asked[]): void {
  const served = asked.filter(({ answeredAt }) => answeredAt < end - 1500);
  const refused = asked.filter(({ sentAt }) => sentAt > end);
  expect(served.length).toBeGreaterThan(5);
  expect(refused.length).toBeGreaterThan(5);
  for (const { status } of served) expect(status).toBe(200);
  for (const { status, problem, retryAfter } of refused) {
    expect(status).toBe(503);
    expect(problem.code).toBe('credentials_unavailable');
    expect(Number(retryAfter)).toBeGreaterThan(0);
  }
  for (const { sentAt, answeredAt } of asked) expect(answeredAt - sentAt).toBeLessThan(SLOWEST);
}
