import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { use } from '../../support/clients/api-client.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { eventually } from '../../support/checks/eventually.js';
import { SteadyLoad, ask, type Asked } from '../../support/clients/load.js';
import { SealingKeysFile } from '../../support/fakes/sealing-keys.js';
import { deploy, type Deployment } from '../support/deploy.js';
import { forAll } from '../support/for-all.js';
import { tenantRevoke } from '../support/tenant-revoke.js';
import { createChained, type Chained } from '../support/two-accounts.js';
import { createTeam } from '../support/world.js';

/** The interval of the checks in seconds. */
const INTERVAL = 2;
const env = { SESSION_CHECK_SECONDS: String(INTERVAL) };
/**
 * The longest time in milliseconds until the API notices a revocation: an interval, the time of a check, and one
 * second, because a new session of the same second would be revoked too.
 */
const NOTICED = INTERVAL * 1000 + 4_000;
const BODY = 'until further notice';

const world = forAll(async (stack) => ({ cluster: stack.use(await ClusterIssuer.start()) }));

async function pods() {
  const { cluster } = world();
  const team = await createTeam(cluster);
  const pod = await deploy({ team, cluster, env });
  await pod.api.ready();
  return { team, pod };
}

async function put({ client }: Deployment): Promise<void> {
  const upload = await client.sign('uploads', { key: 'x', contentType: 'text/plain' });
  expect((await use(upload, { body: BODY })).status).toBe(200);
}

/** Uses every URL that was signed under load. @returns for each URL whether S3 still accepts it */
async function usedAgain(asked: readonly Asked[]): Promise<boolean[]> {
  const served = asked.filter(({ status }) => status === 200);
  return Promise.all(served.map(async ({ answer }) => (await use(answer)).status === 200));
}

async function signsWhatLives({ client }: Deployment): Promise<boolean> {
  const { status, answer } = await ask(client, { key: 'x' });
  return status === 200 && (await use(answer)).status === 200;
}

/** Revokes the sessions while requests arrive. */
async function underLoad(pod: Deployment, revoke: () => Promise<unknown>) {
  await using load = new SteadyLoad(pod.client, { perSecond: 40 });
  await eventually('running', () => load.count > 40);
  await revoke();
  const revokedAt = Date.now();
  await eventually('alive again', () => signsWhatLives(pod), { every: 50 });
  const aliveAfter = Date.now() - revokedAt;
  await eventually('some more', () => Date.now() > revokedAt + aliveAfter + 1000);
  const asked = await load.stop();
  return { revokedAt, aliveAfter, asked };
}

describe('under load, sessions are revoked', () => {
  it('and every URL of before is dead; within the interval of checks new ones live, and no one does anything', async () => {
    const { team, pod: started } = await pods();
    await using pod = started;
    await put(pod);
    const before = await Promise.all(Array.from({ length: 20 }, () => ask(pod.client, { key: 'x' })));
    expect(await usedAgain(before)).toEqual(before.map(() => true));

    const { revokedAt, aliveAfter, asked } = await underLoad(pod, async () => {
      const { code, out, err } = await tenantRevoke(team, team.account, '--apply');
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).toContain(`sessions of ${team.roleArn} from before 20`);
    });
    console.log(
      `URLs live ${(aliveAfter / 1000).toFixed(1)} s after the revocation, of ${INTERVAL} s between checks`,
    );

    expect(aliveAfter).toBeLessThan(NOTICED);
    const dead = asked.filter(({ answeredAt }) => answeredAt < revokedAt - 500);
    expect(await usedAgain([...before, ...dead])).toEqual([...before, ...dead].map(() => false));
    const alive = asked.filter(({ sentAt }) => sentAt > revokedAt + aliveAfter);
    expect(alive.length).toBeGreaterThan(20);
    expect(await usedAgain(alive)).toEqual(alive.map(() => true));
    expectDocumented(asked);
    expect(pod.api.output).toContain('"msg":"session refused"');
    expect(pod.api.output).not.toMatch(/eyJ|X-Amz-Signature/);
    expect(await pod.api.health('ready')).toEqual({ status: 'up', reasons: [] });
  });

  it('also of a role that is assumed from another', async () => {
    const chained = await createChained(world().cluster);
    await using pod = await deploy({ ...world(), team: chained.team, env });
    await pod.api.ready();
    await put(pod);
    const { aliveAfter, asked } = await underLoad(pod, () => revoke(chained));
    expect(aliveAfter).toBeLessThan(NOTICED);
    expectDocumented(asked);
  });

  it('and those of the role between: what it had assumed serves on, and what comes next is assumed anew', async () => {
    const chained = await createChained(world().cluster);
    await using pod = await deploy({ ...world(), team: chained.team, env });
    await pod.api.ready();
    await put(pod);
    const { code, err } = await tenantRevoke(chained.team, chained.accountA, '--source', '--apply');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect((await use((await ask(pod.client, { key: 'x' })).answer)).status).toBe(200);
    const { aliveAfter, asked } = await underLoad(pod, () => revoke(chained));
    expect(aliveAfter).toBeLessThan(NOTICED);
    expectDocumented(asked);
  });
});

describe('a role that may do nothing any more', () => {
  it('is not signed for: the pod is not ready and says why, until it may again', async () => {
    const { team, pod: started } = await pods();
    await using pod = started;
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '');
    await tenantRevoke(team, team.account, '--before', inAnHour, '--apply');
    await eventually('not ready', async () => (await pod.api.health('ready')).status === 'down');
    expect(await pod.api.reasons(/AWS denies access/)).toMatch(/^Tenant team-a: /);
    const { status, problem, retryAfter } = await ask(pod.client);
    expect({ status, code: problem.code }).toEqual({ status: 503, code: 'tenant_unavailable' });
    expect(Number(retryAfter)).toBeGreaterThan(0);
    await tenantRevoke(team, team.account, '--lift', '--early', '--apply');
    await pod.api.ready();
    expect((await ask(pod.client)).status).toBe(200);
  });
});

describe('calls of the service itself', () => {
  it('are made again with a new session, before any check was due', async () => {
    const { cluster } = world();
    const team = await createTeam(cluster);
    await using keys = await SealingKeysFile.create();
    const seldom = { SESSION_CHECK_SECONDS: '3600', SEALING_KEYS_FILE: keys.path };
    await using pod = await deploy({ team, cluster, env: seldom });
    await pod.api.ready();
    await tenantRevoke(team, team.account, '--apply');
    await sleep(2_000); // a new session must be of a later second, and the last bucket check not too recent
    const listed = () => pod.client.send('/v1/tenants/team-a/objects?prefix=');
    expect((await listed()).status).toBe(200);
    await put(pod);
  });
});

describe('tenant:revoke', () => {
  it('refuses with credentials of another account, whose role has the same name', async () => {
    const [one, other] = await Promise.all([createTeam(world().cluster), createTeam(world().cluster)]);
    const { code, err } = await tenantRevoke(one, other.account, '--apply');
    expect(code).toBe(1);
    expect(err).toContain(`use credentials of account ${one.account.id}`);
  });

  it('never moves the time back, and lifts it only once nothing comes alive again', async () => {
    const team = await createTeam(world().cluster);
    const run = async (...options: string[]) => tenantRevoke(team, team.account, ...options, '--apply');
    expect((await run('--lift')).out).toContain('has no policy');
    expect((await run('--before', '2026-01-01T00:00:00Z')).out).toContain(
      'before 2026-01-01T00:00:00Z are denied',
    );
    expect((await run('--before', '2025-01-01T00:00:00Z')).out).toContain(
      'from before 2026-01-01T00:00:00Z are denied already',
    );
    expect((await run()).code).toBe(0);
    expect(await run('--lift')).toMatchObject({
      code: 1,
      err: expect.stringContaining('would work again') as string,
    });
    expect(await run('--lift', '--early')).toMatchObject({ code: 0 });
    expect((await run('--before', '2026-01-01T00:00:00Z')).code).toBe(0);
    expect(await run('--lift')).toMatchObject({ code: 0 }); // twelve hours have long passed
  });
});

const revoke = async ({ team, accountB }: Chained) => {
  const { code, err } = await tenantRevoke(team, accountB, '--apply');
  expect({ code, err }).toEqual({ code: 0, err: '' });
};

/** Expects that each answer is a signed URL, or a refusal with Retry-After. */
function expectDocumented(asked: readonly Asked[]): void {
  for (const { status, problem, retryAfter } of asked) {
    if (status === 200) continue;
    expect({ status, code: problem.code }).toEqual({ status: 503, code: 'tenant_unavailable' });
    expect(Number(retryAfter)).toBeGreaterThan(0);
  }
}
