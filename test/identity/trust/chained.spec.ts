import { describe, expect, it } from 'vitest';
import { use } from '../../support/clients/api-client.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { deploy, type Deployment } from '../support/deploy.js';
import { expectRefused, expectServed } from '../support/expectations.js';
import { forAll } from '../support/for-all.js';
import { createChained } from '../support/two-accounts.js';

const BODY = 'by way of a role in account A';

const world = forAll(async (stack) => {
  const cluster = stack.use(await ClusterIssuer.start());
  return { cluster, chained: await createChained(cluster) };
});

/**
 * Starts a pod that uses the chained role.
 *
 * @param change fields that replace those of `credentials` in the tenant file
 */
const start = ({ team } = world().chained, change: object = {}): Promise<Deployment> =>
  deploy({ ...world(), team, change: { credentials: { ...team.entry.credentials, ...change } } });

describe.concurrent('a role that is assumed from a role', () => {
  it('uploads and downloads as the tenant’s role, for one hour at most', async () => {
    await using pod = await start();
    await pod.api.ready();
    const upload = await pod.client.sign('uploads', { key: 'x' });
    expect((await use(upload, { body: BODY })).status).toBe(200);
    const answer = await pod.client.sign('downloads', { key: 'x' });
    expect((await use(answer)).text).toBe(BODY);
    const session = pod.sts.sessionOf(answer.url);
    expect(session.arn).toContain(`:${world().chained.accountB.id}:assumed-role/team-a-presign/team-a.`);
    expect(session.end).toBeLessThanOrEqual(Date.now() + 3_600_000);
    expect(pod.sts.calls.map(({ body }) => new URLSearchParams(body).get('Action'))).toEqual([
      'AssumeRoleWithWebIdentity',
      'AssumeRole',
    ]);
  });

  it.each([
    ['the external id of another tenant', 'tenant-presign/team-b'],
    ['a part of the external id', 'tenant-presign/team-'],
    ['no external id', undefined],
  ])('is refused with %s', async (_, externalId) => {
    await using pod = await start(world().chained, { externalId });
    expect(await pod.api.reasons(/trust policy/)).toMatch(/^Tenant team-a: /);
    await expectRefused(pod);
  });

  it('is refused to a role that it doesn’t trust, and works again once it does', async () => {
    const own = await createChained(world().cluster);
    await own.trustSource('other-role');
    await using pod = await start(own);
    await pod.api.reasons(/trust policy/);
    await expectRefused(pod);
    await own.trustSource();
    await expectServed(pod);
  });

  it('is refused to the pod itself, without the role between', async () => {
    const { roleArn } = world().chained.team;
    await using pod = await start(world().chained, {
      type: 'web-identity',
      roleArn,
      externalId: undefined,
      source: undefined,
    });
    await pod.api.reasons(/trust policy/);
    await expectRefused(pod);
  });

  it('works again after the session of the role between was revoked', async () => {
    const own = await createChained(world().cluster);
    await own.trustSource('other-role'); // the tenant's role refuses the session of the source role
    await using pod = await start(own);
    await pod.api.reasons(/trust policy/);
    await own.deleteSource();
    await own.createSource();
    await own.trustSource();
    await expectServed(pod);
  });
});
