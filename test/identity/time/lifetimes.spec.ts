import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SigningAnswer } from '../../../apps/api/src/signing/signing.response.js';
import { use } from '../../support/clients/api-client.js';
import { SteadyLoad, ask } from '../../support/clients/load.js';
import { slow } from '../../support/fakes/misbehaviour.js';
import { sessionsOf } from '../../support/fakes/sts-front.js';
import { deploy, type Deployment } from '../support/deploy.js';
import { endOfSessions, expectAliveUntil, expectHonest, expectServed } from '../support/expectations.js';
import { clusterAndTeam } from '../support/for-all.js';
import { ROLE, createTeam } from '../support/world.js';

const BODY = 'while it lasts';

const world = clusterAndTeam();

/** Starts a pod with sessions of this length, and stores an object at `x`. */
async function deployed(seconds: number, { team } = world()): Promise<Deployment> {
  const pod = await deploy({ ...world(), team, behaviours: [sessionsOf(seconds)] });
  await pod.api.ready();
  const upload = await pod.client.sign('uploads', { key: 'x' });
  expect((await use(upload, { body: BODY })).status).toBe(200);
  return pod;
}

describe.concurrent('credentials of three seconds', () => {
  it('limit the URL, which expires with them to the second', async () => {
    await using pod = await deployed(3);
    const answer = await pod.client.sign('downloads', { key: 'x', expiresIn: 60 });
    expect(answer.limitedBy).toBe('credentials');
    expect(answer.expiresIn).toBeLessThan(10); // 3, plus the time that the request waited for the session
    expectHonest(answer, pod.sts);
    await expectAliveUntil(answer);
  });

  it('refuse a validity beyond their own, and sign a shorter one', async () => {
    await using pod = await deployed(3);
    const asked = { key: 'x', expiresIn: 60 };
    const refused = await ask(pod.client, { ...asked, minValidity: 30 });
    expect(refused).toMatchObject({ status: 422, problem: { code: 'validity_too_short' } });
    expect((await ask(pod.client, { ...asked, minValidity: 1 })).status).toBe(200);
  });

  it('expire without requests while the pod stays ready, and are renewed by the next request', async () => {
    await using pod = await deployed(3);
    await sleep(endOfSessions(pod.sts) + 3_000 - Date.now()); // one more renewal may have been due
    expect(await pod.api.health('ready')).toEqual({ status: 'up', reasons: [] });
    const calls = pod.sts.calls.length;
    expect(endOfSessions(pod.sts)).toBeLessThan(Date.now());
    expect((await ask(pod.client)).status).toBe(200);
    expect(pod.sts.calls.length).toBe(calls + 1);
  });
});

describe.concurrent('credentials that are renewed before they expire', () => {
  it('let no request fail or wait', async () => {
    const [session, delay] = [8, 1_500];
    await using pod = await deployed(session);
    pod.sts.behave(sessionsOf(session), slow(delay)); // this way, a renewal is nearly always under way
    const before = pod.sts.calls.length;
    await using load = new SteadyLoad(pod.client, { perSecond: 20, request: { key: 'x', expiresIn: 1 } });
    await sleep(session * 1_000);
    const asked = await load.stop();
    for (const { status, answer } of asked) {
      expect(status).toBe(200);
      expectHonest(answer, pod.sts);
    }
    const waited = asked.map(({ sentAt, answeredAt }) => answeredAt - sentAt).sort((a, b) => a - b);
    expect(waited[Math.floor(waited.length / 2)]).toBeLessThan(delay / 4);
    expect(pod.sts.calls.length - before).toBeGreaterThan(1);
    expect(pod.sts.calls.length - before).toBeLessThanOrEqual(session + 1); // at most one a second
  });
});

describe.concurrent('while URLs are live', () => {
  it('deleting the role invalidates them; the pod reports it when its session expires, and serves again with the role', async () => {
    const team = await createTeam(world().cluster);
    await using pod = await deployed(6, { ...world(), team });
    const { url, expiresAt } = await pod.client.sign('downloads', { key: 'x', expiresIn: 60 });
    const fetchIt = () => use({ url, method: 'GET', headers: {} } as SigningAnswer);
    expect((await fetchIt()).status).toBe(200);

    await team.account.deleteRole(ROLE);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 1_000);
    expect((await fetchIt()).status).toBe(403);
    await expectUnavailableAfterItsSession(pod);

    await team.restoreRole();
    await expectServed(pod);
    expect((await use(await pod.client.sign('downloads', { key: 'x' }))).text).toBe(BODY);
  });

  it('withdrawing the trust leaves them valid until they expire; then the pod reports it, and serves again with the trust', async () => {
    const team = await createTeam(world().cluster);
    await using pod = await deployed(6, { ...world(), team });
    const answer = await pod.client.sign('downloads', { key: 'x', expiresIn: 60 });

    await team.trust({ namespace: 'other', serviceAccount: 'other' });
    await expectAliveUntil(answer);
    await expectUnavailableAfterItsSession(pod);

    await team.trust(team.pod);
    await expectServed(pod);
  });
});

/** Expects the pod to serve until its session expires, and then to report why it can't. */
async function expectUnavailableAfterItsSession({ client, api, sts }: Deployment): Promise<void> {
  const end = endOfSessions(sts);
  for (let asked = await ask(client); asked.sentAt < end + 1_500; asked = await ask(client)) {
    if (asked.answeredAt < end - 1_500) expect(asked.status).toBe(200);
    if (asked.sentAt > end) {
      expect(asked).toMatchObject({ status: 503, problem: { code: 'credentials_unavailable' } });
      expect(Number(asked.retryAfter)).toBeGreaterThan(0);
    }
    await sleep(100);
  }
  const { status, reasons } = await api.health('ready');
  expect(status).toBe('down');
  expect(reasons.join()).toMatch(/trust policy/);
  expect((await api.health('live')).status).toBe('up');
}
