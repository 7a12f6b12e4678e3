import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { MisbehavingProxy } from '../../support/fakes/misbehaving-proxy.js';
import { answersFor } from '../../support/fakes/sts-front.js';
import { ask } from '../../support/clients/load.js';
import { deploy } from '../support/deploy.js';
import { expectRefused, expectServed } from '../support/expectations.js';
import { forAll } from '../support/for-all.js';
import { POD, createTeam } from '../support/world.js';

const world = forAll(async (stack) => {
  const cluster = stack.use(await ClusterIssuer.start());
  const stranger = stack.use(await ClusterIssuer.start());
  const team = await createTeam(cluster);
  await team.account.createBucket('neighbours-files');
  return { cluster, stranger, team };
});

describe.concurrent('a pod whose token is', () => {
  const TRUST = /trust policy/;

  it.each([
    ['of another namespace', () => world().cluster.token({ ...POD, namespace: 'team-b' })],
    ['of another service account', () => world().cluster.token({ ...POD, serviceAccount: 'default' })],
    [
      'of a service account whose name only begins with the right one',
      () => world().cluster.token({ ...POD, serviceAccount: 'tenant-presign-2' }),
    ],
    ['for another audience', () => world().cluster.token(POD, { aud: ['https://kubernetes.default.svc'] })],
    ['for no audience', () => world().cluster.token(POD, { aud: [] })],
    ['of another cluster', () => world().stranger.token(POD)],
    [
      'of another cluster that claims to be ours',
      () => world().stranger.token(POD, { iss: world().cluster.url }),
    ],
    ['signed with a key that is not the cluster’s', () => world().cluster.forgedToken(POD)],
    ['expired', () => world().cluster.token(POD, { iat: 1_700_000_000, exp: 1_700_003_600 })],
    ['not valid yet', () => world().cluster.token(POD, { nbf: 4_000_000_000 })],
  ])(
    '%s is never ready, reports why, keeps running, and serves once the token is right',
    async (_, issue) => {
      await using pod = await deploy({ ...world(), issue });
      expect(await pod.api.reasons(TRUST)).toMatch(/^Tenant team-a: /);
      expect(pod.sts.calls.length).toBeGreaterThan(0);
      await expectRefused(pod);

      await pod.token.replace(await world().cluster.token(POD));
      await expectServed(pod);
    },
  );
});

describe.concurrent('a pod whose STS answers with a session of', () => {
  it.each([
    ['another role', () => `arn:aws:sts::${world().team.account.id}:assumed-role/other-role/session`],
    [
      'a role whose name only begins with the right one',
      () => `arn:aws:sts::${world().team.account.id}:assumed-role/team-a-presign-2/session`,
    ],
    [
      'a role of the same name in another account',
      () => 'arn:aws:sts::999999999999:assumed-role/team-a-presign/session',
    ],
    ['no role', () => `arn:aws:iam::${world().team.account.id}:user/team-a-presign`],
  ])('%s is never ready, names both roles, and serves once the role is right', async (_, arn) => {
    await using pod = await deploy({ ...world(), behaviours: [answersFor(arn())] });
    const reasons = await pod.api.reasons(/session|credentials/);
    expect(reasons).toContain(arn());
    expect(reasons).toContain(world().team.roleArn);
    await expectRefused(pod);

    pod.sts.behave();
    await expectServed(pod);
  });
});

describe.concurrent('a pod whose tenant file names', () => {
  it.each([
    ['a bucket that does not exist', { bucket: 'nobodys-files' }, /no such bucket/i],
    ['a bucket that its role may not use', { bucket: 'neighbours-files' }, /denies access/],
  ])('%s is never ready, and reports why', async (_, change, words) => {
    await using pod = await deploy({ ...world(), change });
    expect(await pod.api.reasons(words)).toMatch(/^Tenant team-a: /);
    await expectRefused(pod);
  });

  it('a role that does not exist is never ready, and reports why', async () => {
    const roleArn = world().team.account.roleArn('nobodys-role');
    await using pod = await deploy({
      ...world(),
      change: { credentials: { type: 'web-identity', roleArn } },
    });
    await pod.api.reasons(/trust policy/);
    await expectRefused(pod);
  });

  it('another role than the webhook injects is never ready, and names both roles', async () => {
    const env = { AWS_ROLE_ARN: world().team.account.roleArn('other-role') };
    await using pod = await deploy({ ...world(), env });
    expect(await pod.api.reasons(/annotated/)).toMatch(/role\/other-role, but .*role\/team-a-presign/);
  });
});

describe('credentials from other sources', () => {
  it('are never used: neither the node’s role nor keys in the environment', async () => {
    await using metadata = await MisbehavingProxy.start(nodeRole);
    const env = {
      AWS_EC2_METADATA_SERVICE_ENDPOINT: metadata.url,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    };
    await using pod = await deploy({ ...world(), env, issue: () => Promise.resolve('') });
    await pod.api.reasons(/token file/);
    await expectRefused(pod);
    await sleep(1500); // time for another attempt

    await pod.token.replace(await world().cluster.token(POD));
    await pod.api.ready();
    expect(pod.sts.sessionOf((await ask(pod.client)).answer.url).arn).toContain('team-a-presign');
    expect(metadata.requests).toEqual([]);
  });
});

/** Serves EC2's instance metadata, which has the credentials of the node's role (EC2 User Guide, IMDSv2). */
const nodeRole = async ({ path }: { readonly path: string }) => ({
  status: 200,
  headers: { 'content-type': 'text/plain' },
  body: path.endsWith('/node')
    ? JSON.stringify({
        Code: 'Success',
        AccessKeyId: 'ASIAIOSFODNN7EXAMPLE',
        SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
        Token: 'node',
        Expiration: new Date(Date.now() + 3_600_000).toISOString(),
      })
    : 'node',
});
