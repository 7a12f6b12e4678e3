import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { use } from '../../support/clients/api-client.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { SteadyLoad, ask } from '../../support/clients/load.js';
import { answers, cuts, hangs } from '../../support/fakes/misbehaviour.js';
import { agentRefusal } from '../../support/fakes/pod-identity-agent.js';
import { deployWithAgent, type AgentDeploymentSpec } from '../support/deploy-with-agent.js';
import { expectAliveUntil, expectHonest, expectRefused, expectServed } from '../support/expectations.js';
import { forAll } from '../support/for-all.js';
import { permissionsFor, podIdentityTrust } from '../support/policies.js';
import { createForPodIdentity } from '../support/two-accounts.js';

const BODY = 'by way of the agent';

const world = forAll(async (stack) => {
  const cluster = stack.use(await ClusterIssuer.start());
  const accounts = await createForPodIdentity();
  const { accountA, accountB } = accounts;
  const { policy } = podIdentityTrust(accountA);
  await accountB.createRole('other-role', policy, permissionsFor('team-a-files', accountB));
  return { cluster, accounts };
});

const start = (change: Partial<AgentDeploymentSpec> = {}) => deployWithAgent({ ...world(), ...change });

describe.concurrent('a pod with an association', () => {
  it('uploads and downloads as the tenant’s role, which it proved before', async () => {
    await using pod = await start();
    await pod.api.ready();
    const upload = await pod.client.sign('uploads', { key: 'x' });
    expect((await use(upload, { body: BODY })).status).toBe(200);
    const answer = await pod.client.sign('downloads', { key: 'x' });
    expect((await use(answer)).text).toBe(BODY);
    expect(pod.sts.sessionOf(answer.url).arn).toContain(
      `:${world().accounts.accountB.id}:assumed-role/team-a-presign/`,
    );
    expect(pod.agent.calls).toBeLessThan(5); // 1, or more on a slow machine
    expect(pod.sts.proxy.requests.map(({ body }) => new URLSearchParams(body).get('Action'))).toContain(
      'GetCallerIdentity',
    );
  });

  it('signs URLs that are valid as long as the agent’s session, to the second', async () => {
    await using pod = await start({ sessions: 6 });
    await pod.api.ready();
    await use(await pod.client.sign('uploads', { key: 'y' }), { body: BODY });
    const answer = await pod.client.sign('downloads', { key: 'y', expiresIn: 60 });
    expect(answer.limitedBy).toBe('credentials');
    expectHonest(answer, pod.sts);
    await expectAliveUntil(answer);
    await expectServed(pod);
  });

  it('asks the agent rarely while it returns the same session until shortly before its expiry', async () => {
    await using pod = await start({ sessions: 8 });
    await pod.api.ready();
    const before = pod.agent.calls;
    await using load = new SteadyLoad(pod.client, { perSecond: 20 });
    await sleep(9_000);
    const asked = await load.stop();
    for (const { status, answer } of asked) {
      expect(status).toBe(200);
      expectHonest(answer, pod.sts);
    }
    expect(pod.agent.calls - before).toBeLessThan(asked.length / 5);
  });

  it('reads a rotated token', async () => {
    await using pod = await start({ sessions: 3 });
    await pod.api.ready();
    await pod.token.replace('not a token');
    await sleep(3_500);
    expect((await ask(pod.client)).status).toBe(503);
    await pod.token.rotate();
    await expectServed(pod);
  });
});

describe.concurrent('a pod is never ready, and reports why, if', () => {
  it('the association names another role than the tenant file', async () => {
    const { accountB, team } = world().accounts;
    await using pod = await start({ targetRoleArn: accountB.roleArn('other-role') });
    const reasons = await pod.api.reasons(/other-role/);
    expect(reasons).toContain(team.roleArn);
    await expectRefused(pod);
  });

  it('the token has another audience than the agent', async () => {
    await using pod = await start({ claims: { aud: ['sts.amazonaws.com'] } });
    await pod.api.reasons(/400/);
    await expectRefused(pod);
  });

  it('the service account has no association', async () => {
    await using pod = await start({ claims: { sub: 'system:serviceaccount:team-a:default' } });
    await pod.api.reasons(/404/);
    await expectRefused(pod);
  });

  it.each([
    ['denies access', answers(agentRefusal(403, 'AccessDeniedException: Not authorized')), /403/],
    ['fails', answers(agentRefusal(500, 'InternalServerException: Internal error')), /500/],
    ['hangs', hangs, /does not answer in time|no answer/],
    ['cuts connections', cuts, /./],
    ['answers without an expiry', answers(withoutEnd()), /format/],
  ] as const)('the agent %s; the pod serves once the agent does', async (_, behaviour, words) => {
    await using pod = await start({ behaviours: [behaviour] });
    expect(await pod.api.reasons(words)).toMatch(/^Tenant team-a: /);
    await expectRefused(pod);
    pod.agent.behave();
    await expectServed(pod);
  });
});

function withoutEnd() {
  const body = {
    AccessKeyId: 'ASIAEXAMPLE',
    SecretAccessKey: 'secret',
    Token: 'token',
    AccountId: '222222222222',
  };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
