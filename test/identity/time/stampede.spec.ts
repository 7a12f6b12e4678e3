import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ask, type Asked } from '../../support/clients/load.js';
import { slow } from '../../support/fakes/misbehaviour.js';
import { sessionsOf } from '../../support/fakes/sts-front.js';
import { deploy, type Deployment } from '../support/deploy.js';
import { endOfSessions, expectHonest } from '../support/expectations.js';
import { clusterAndTeam } from '../support/for-all.js';

/** The number of simultaneous requests. */
const CROWD = 500;

const world = clusterAndTeam();

describe(`${CROWD} requests at the moment of expiry`, () => {
  it('cost one call to STS, all succeed, and no URL outlives its credentials', async () => {
    await using pod = await deployed();
    await untilTheEnd(pod);
    await expectOneCallFor(pod, () => crowd(pod));
  });

  it('also where the pod stood still until then', async () => {
    await using pod = await deployed();
    pod.api.signal('SIGSTOP');
    await untilTheEnd(pod);
    await expectOneCallFor(pod, () => {
      const asked = crowd(pod);
      setTimeout(() => pod.api.signal('SIGCONT'), 500);
      return asked;
    });
  });
});

async function deployed(): Promise<Deployment> {
  const pod = await deploy({ ...world(), behaviours: [sessionsOf(3)] });
  await pod.api.ready();
  expect((await ask(pod.client)).status).toBe(200);
  return pod;
}

/** Waits until the last session has expired. Without new requests, at most one more renewal happens. */
async function untilTheEnd({ sts }: Deployment): Promise<void> {
  while (Date.now() < endOfSessions(sts)) await sleep(endOfSessions(sts) - Date.now());
}

const crowd = ({ client }: Deployment) => Promise.all(Array.from({ length: CROWD }, () => ask(client)));

async function expectOneCallFor({ sts }: Deployment, run: () => Promise<Asked[]>): Promise<void> {
  sts.behave(slow(300)); // with long sessions, the next renewal is the only one
  const before = sts.calls.length;
  const asked = await run();
  expect(sts.calls.length - before).toBe(1);
  for (const { status, answer } of asked) {
    expect(status).toBe(200);
    expectHonest(answer, sts);
  }
  expect(asked).toHaveLength(CROWD);
}
