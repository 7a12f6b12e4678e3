import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { eventually } from '../../support/checks/eventually.js';
import { SteadyLoad, ask } from '../../support/clients/load.js';
import { StoppablePeer } from '../../support/fakes/stoppable-peer.js';
import { sessionsOf } from '../../support/fakes/sts-front.js';
import { deploy } from '../support/deploy.js';
import { endOfServed, expectHonest } from '../support/expectations.js';
import { clusterAndTeam } from '../support/for-all.js';

/** The length of the stall in seconds. Set `STALL_SECONDS=120` for a long run. */
const STALL_SECONDS = Number(process.env['STALL_SECONDS'] ?? 20);
/** The length of the sessions in seconds. They expire during the stall. */
const SESSION_SECONDS = Math.ceil(STALL_SECONDS * 0.6);
/** The longest time of an answer in milliseconds, with a margin for a slow machine. */
const SLOWEST = 5_000 + 2_000;

const world = clusterAndTeam();

it(
  `STS stopped for ${STALL_SECONDS} s (SIGSTOP) under load: no hang, and valid answers for as long as credentials hold`,
  { timeout: (STALL_SECONDS + 60) * 1000 },
  async () => {
    await using stalling = new AsyncDisposableStack();
    const pod = stalling.use(
      await deploy({
        ...world(),
        behaviours: [sessionsOf(SESSION_SECONDS)],
        behind: (url) => StoppablePeer.start(url),
      }),
    );
    await pod.api.ready();
    expect((await ask(pod.client)).status).toBe(200);

    const load = stalling.use(new SteadyLoad(pod.client, { perSecond: 50 }));
    pod.peer!.stop();
    const stopped = Date.now();
    await sleep(STALL_SECONDS * 1000);
    expect((await pod.api.health('live')).status).toBe('up');
    pod.peer!.goOn();
    const wentOn = Date.now();
    await eventually('served again', async () => (await ask(pod.client)).status === 200);
    const asked = await load.stop();

    const during = asked.filter(({ sentAt, answeredAt }) => sentAt > stopped && answeredAt < wentOn);
    const end = endOfServed(during, pod.sts);
    for (const { status, answer, problem, retryAfter, sentAt, answeredAt } of asked) {
      expect(answeredAt - sentAt).toBeLessThan(SLOWEST);
      if (status === 200) {
        expectHonest(answer, pod.sts);
      } else {
        expect({ status, code: problem.code }).toEqual({ status: 503, code: 'credentials_unavailable' });
        expect(Number(retryAfter)).toBeGreaterThan(0);
        expect(answeredAt).toBeGreaterThan(end - 1500);
      }
    }
    expect(during.filter(({ status }) => status === 200).length).toBeGreaterThan(100);
    expect(during.filter(({ status }) => status === 503).length).toBeGreaterThan(100);
  },
);
