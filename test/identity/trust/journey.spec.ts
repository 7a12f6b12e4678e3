import { GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { use } from '../../support/clients/api-client.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { send } from '../../support/clients/http.js';
import { s3Client } from '../../targets/s3-client.js';
import { assumeRoleWithWebIdentity } from '../support/assume.js';
import { deploy } from '../support/deploy.js';
import { forAll } from '../support/for-all.js';
import { POD, ROLE, createTeam, radosgw } from '../support/world.js';

const BODY = 'from a pod in account A to a bucket in account B';

const world = forAll(async (stack) => {
  const cluster = stack.use(await ClusterIssuer.start());
  const pods = [POD, { ...POD, namespace: 'team-b' }] as const;
  const [a, b] = await Promise.all(pods.map((pod) => createTeam(cluster, pod)));
  const teams = { a: a!, b: b! };
  const deployed = {
    a: stack.use(await deploy({ team: teams.a, cluster })),
    b: stack.use(await deploy({ team: teams.b, cluster })),
  };
  await Promise.all([deployed.a.api.ready(), deployed.b.api.ready()]);
  return { cluster, teams, deployed };
});

describe('two teams, each with a pod, a role and a bucket', () => {
  it.each(['a', 'b'] as const)('team %s puts a file and fetches it by signed URLs', async (name) => {
    const { client } = world().deployed[name];
    const wanted = { key: 'reports/q3.txt', contentType: 'text/plain', contentLength: BODY.length };
    expect((await use(await client.sign('uploads', wanted), { body: BODY })).status).toBe(200);
    const download = await client.sign('downloads', { key: 'reports/q3.txt' });
    expect(await use(download)).toMatchObject({ status: 200, text: BODY });
  });

  it.each(['a', 'b'] as const)('team %s has what was put in its own bucket', async (name) => {
    const { account, bucket } = world().teams[name];
    const { KeyCount } = await account.s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(KeyCount).toBe(1);
  });

  it.each(['a', 'b'] as const)('team %s signs as a session of its own role, by one call to STS', (name) => {
    const { sts } = world().deployed[name];
    expect(sts.calls).toHaveLength(1);
    const [session] = [...sts.sessions.values()];
    const { id } = world().teams[name].account;
    expect(session!.arn).toContain(`arn:aws:sts::${id}:assumed-role/${ROLE}/team-a.`); // tenant and pod
  });

  it('a URL of team a is of no use in the bucket of team b', async () => {
    const { a, b } = world().teams;
    const { url } = await world().deployed.a.client.sign('downloads', { key: 'reports/q3.txt' });
    expect((await send(url)).status).toBe(200);
    for (const bucket of [b.bucket, `${b.account.id}:${b.bucket}`]) {
      const elsewhere = url.replace(`/${a.bucket}/`, `/${bucket}/`);
      expect(elsewhere).not.toBe(url);
      expect((await send(elsewhere)).status).toBe(403);
    }
  });

  it('the role of team a is of no use in the bucket of team b', async () => {
    const { a, b } = world().teams;
    const asTeamA = await session(a.roleArn, await world().cluster.token(a.pod));
    const s3 = s3Client(
      { endpoint: radosgw.endpoint, region: 'us-east-1', forcePathStyle: true },
      { credentials: asTeamA },
    );
    const get = (Bucket: string) => s3.send(new GetObjectCommand({ Bucket, Key: 'reports/q3.txt' }));
    await expect(get(a.bucket)).resolves.toMatchObject({ ContentLength: BODY.length });
    await expect(get(`${b.account.id}:${b.bucket}`)).rejects.toMatchObject({
      name: expect.stringMatching(/^(AccessDenied|NoSuchBucket)$/) as string,
    });
    await expect(session(b.roleArn, await world().cluster.token(a.pod))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
  });
});

const session = (roleArn: string, token: string) =>
  assumeRoleWithWebIdentity(radosgw.endpoint, roleArn, token);
