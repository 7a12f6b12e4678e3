import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { use } from '../../support/clients/api-client.js';
import { sessionsOf } from '../../support/fakes/sts-front.js';
import { deploy } from '../support/deploy.js';
import { expectHonest } from '../support/expectations.js';
import { clusterAndTeam } from '../support/for-all.js';

const world = clusterAndTeam();

/**
 * The tolerance in milliseconds. A smaller offset can't be distinguished from the network delay and from the rounding
 * of a Date header to whole seconds.
 */
const TOLERANCE = 4_000;

describe.concurrent('a node whose clock is', () => {
  it.each([
    ['right', 0],
    ['three minutes fast', 180],
    ['three minutes slow', -180],
    ['two hours fast', 7200],
    ['two hours slow', -7200],
  ])('%s signs URLs that live for as long as they say, by S3’s clock', async (_, clockAhead) => {
    await using pod = await deploy({ ...world(), clockAhead });
    await pod.api.ready();
    const upload = await pod.client.sign('uploads', { key: 'x', expiresIn: 60 });
    expect((await use(upload, { body: 'on time' })).status).toBe(200);

    const answer = await pod.client.sign('downloads', { key: 'x', expiresIn: 6 });
    expect(Math.abs(Date.parse(answer.expiresAt) - (Date.now() + 6_000))).toBeLessThan(TOLERANCE);
    expect((await use(answer)).status).toBe(200);
    await sleep(Date.parse(answer.expiresAt) + 1_500 - Date.now());
    expect((await use(answer)).status).toBe(403);
  });

  it.each([
    ['three minutes fast', 180],
    ['three minutes slow', -180],
  ])('%s promises no more than its credentials can keep', async (_, clockAhead) => {
    await using pod = await deploy({ ...world(), clockAhead, behaviours: [sessionsOf(8)] });
    await pod.api.ready();
    const answer = await pod.client.sign('downloads', { key: 'x', expiresIn: 60 });
    expect(answer.limitedBy).toBe('credentials');
    expectHonest(answer, pod.sts);
    expect((await use(answer)).status).not.toBe(403);
  });
});
