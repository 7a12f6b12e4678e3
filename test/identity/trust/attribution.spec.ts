import { describe, expect, it } from 'vitest';
import { subjectSessionName } from '#s3-presign';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { use, type ApiClient } from '../../support/clients/api-client.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { send } from '../../support/clients/http.js';
import { s3Client } from '../../targets/s3-client.js';
import { deploy, type Deployment, type DeploymentSpec } from '../support/deploy.js';
import { forAll } from '../support/for-all.js';
import { tenantRevoke } from '../support/tenant-revoke.js';
import { createChained } from '../support/two-accounts.js';
import { createTeam, radosgw, ROLE } from '../support/world.js';
import { eventually } from '../../support/checks/eventually.js';
import { ask } from '../../support/clients/load.js';

const BODY = 'whose is it?';
const ATTRIBUTED = {
  attribution: { sessions: 'per-subject' },
  grants: [
    { actions: ['upload', 'download', 'delete'], issuer: 'platform', prefixes: ['users/${sub}/'] },
    { actions: ['download'], prefixes: ['shared/'] },
  ],
};

const world = forAll(async (stack) => {
  const cluster = stack.use(await ClusterIssuer.start());
  return { cluster, team: await createTeam(cluster), chained: await createChained(cluster) };
});

async function deployed(spec: Partial<DeploymentSpec> = {}): Promise<Deployment> {
  const pod = await deploy({ ...world(), ...spec, change: { ...ATTRIBUTED, ...spec.change } });
  await pod.api.ready();
  return pod;
}

const parameters = ({ sts }: Deployment) => sts.calls.map(({ body }) => new URLSearchParams(body));
const named = (pod: Deployment, name: string) =>
  parameters(pod).filter((call) => call.get('RoleSessionName') === name);

async function roundTrip(client: ApiClient, key: string): Promise<string> {
  const upload = await client.sign('uploads', { key, contentType: 'text/plain' });
  expect((await use(upload, { body: BODY })).status).toBe(200);
  const download = await client.sign('downloads', { key });
  expect(await use(download)).toMatchObject({ status: 200, text: BODY });
  return download.url;
}

describe.each(['irsa', 'chained'] as const)('by %s', (way) => {
  const teamOf = () => (way === 'irsa' ? world().team : world().chained.team);

  it('each subject signs with a session of its own, that is named after it and asked for once', async () => {
    await using pod = await deployed({ team: teamOf() });
    const [alice, bob] = await Promise.all([
      pod.api.client(undefined, 'alice'),
      pod.api.client(undefined, 'bob'),
    ]);
    const urls = [await roundTrip(alice, 'users/alice/a.txt'), await roundTrip(bob, 'users/bob/b.txt')];
    await Promise.all(
      Array.from({ length: 50 }, () => alice.sign('downloads', { key: 'users/alice/a.txt' })),
    );

    const names = ['alice', 'bob'].map((subject) => subjectSessionName('platform', subject));
    for (const [index, url] of urls.entries()) {
      expect(pod.sts.sessionOf(url).arn).toMatch(new RegExp(`:assumed-role/${ROLE}/${names[index]!}$`));
      const calls = named(pod, names[index]!);
      expect(calls).toHaveLength(1);
      if (way === 'chained') expect(calls[0]!.get('SourceIdentity')).toBe(names[index]);
    }
    const lines = pod.api.output.split('\n').filter((line) => line.includes('"msg":"session"'));
    const accessKeyId = new URL(urls[0]!).searchParams.get('X-Amz-Credential')!.split('/')[0];
    expect(lines.map((line) => JSON.parse(line) as object)).toContainEqual(
      expect.objectContaining({ subject: 'alice', sessionName: names[0], accessKeyId, narrowed: true }),
    );
    expect(pod.api.output).toContain(`"accessKeyId":"${accessKeyId}"`);
  });

  it('a session can do nothing beyond its subject’s prefixes, whichever process signs with it', async () => {
    await using pod = await deployed({ team: teamOf() });
    const account = way === 'irsa' ? world().team.account : world().chained.accountB;
    for (const Key of ['users/bob/b.txt', 'shared/s.txt']) {
      await account.s3.send(new PutObjectCommand({ Bucket: 'team-a-files', Key, Body: BODY }));
    }
    const alice = await pod.api.client(undefined, 'alice');
    await roundTrip(alice, 'users/alice/a.txt');
    const credentials = pod.sts.sessionOf(
      (await alice.sign('downloads', { key: 'users/alice/a.txt' })).url,
    ).credentials;
    const s3 = s3Client(
      { endpoint: radosgw.endpoint, region: 'us-east-1', forcePathStyle: true },
      { credentials },
    );
    const get = (Key: string) => s3.send(new GetObjectCommand({ Bucket: 'team-a-files', Key }));
    const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket: 'team-a-files', Key, Body: BODY }));
    await expect(get('users/alice/a.txt')).resolves.toBeDefined();
    await expect(get('shared/s.txt')).resolves.toBeDefined();
    await expect(put('users/alice/again.txt')).resolves.toBeDefined();
    for (const refused of [
      () => get('users/bob/b.txt'),
      () => put('users/bob/b.txt'),
      () => put('shared/s.txt'),
    ])
      await expect(refused()).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

it('a revocation ends the sessions of all subjects, and each gets another', async () => {
  const team = await createTeam(world().cluster);
  await using pod = await deployed({ team, env: { SESSION_CHECK_SECONDS: '1' } });
  const clients = await Promise.all(['alice', 'bob'].map((subject) => pod.api.client(undefined, subject)));
  const keys = ['users/alice/a.txt', 'users/bob/b.txt'];
  const urls = await Promise.all(clients.map((client, index) => roundTrip(client, keys[index]!)));
  expect((await tenantRevoke(team, team.account, '--apply')).code).toBe(0);
  for (const url of urls) expect((await send(url)).status).toBe(403);
  for (const [index, client] of clients.entries()) {
    await eventually('signed with another session', async () => {
      const { status, answer } = await ask(client, { key: keys[index]! });
      return status === 200 && (await use(answer)).status === 200;
    });
  }
});

it('more subjects than STS may be asked for are refused for now, and never signed for as another subject', async () => {
  await using pod = await deployed({
    change: { attribution: { sessions: 'per-subject', newSessionsPerSecond: 1 } },
  });
  const clients = await Promise.all(
    Array.from({ length: 30 }, (_, index) => pod.api.client(undefined, `user-${index}`)),
  );
  const asked = await Promise.all(
    clients.map((client, index) => ask(client, { key: `users/user-${index}/x` })),
  );
  const refused = asked.filter(({ status }) => status !== 200);
  expect(refused.length).toBeGreaterThan(5);
  for (const { status, problem, retryAfter } of refused) {
    expect({ status, code: problem.code }).toEqual({ status: 503, code: 'credentials_unavailable' });
    expect(Number(retryAfter)).toBeGreaterThan(0);
  }
  for (const [index, { status, answer }] of asked.entries()) {
    if (status !== 200) continue;
    const name = subjectSessionName('platform', `user-${index}`);
    expect(pod.sts.sessionOf(answer.url).arn).toContain(`/${name}`);
  }
  await eventually(
    'served later',
    async () => (await ask(clients[29]!, { key: 'users/user-29/x' })).status === 200,
    {
      every: 1000,
      timeout: 60_000,
    },
  );
});
