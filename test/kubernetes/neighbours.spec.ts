import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { s3Client } from '../targets/s3-client.js';
import { createTenantAccount, type TenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment } from './support/deployment.js';
import { patch } from './support/test-overlay.js';

const cluster = inject('cluster');
const REGION = 'us-east-1';
const { endpoint } = cluster.aws.radosgw;

interface Tenant {
  readonly id: string;
  readonly account: TenantAccount;
  readonly deployment: Deployment;
  readonly caller: Caller;
}

async function deploy(id: string): Promise<Tenant> {
  const account = await createTenantAccount(cluster, { tenant: id });
  const deployment = await Deployment.apply(cluster, {
    of: 'team-a',
    namespace: id,
    namespaceLabels: { 'tenant-presign/client': 'true' }, // network policies must not separate them here
    account,
    patches: [patch('Deployment', { op: 'replace', path: '/spec/replicas', value: 1 })],
  });
  const caller = await Caller.start(cluster, { tenant: id });
  await deployment.rolledOut();
  return { id, account, deployment, caller };
}

/** Returns a session for a tenant's service-account token, as a thief of the token could get it. */
async function sessionOf({ deployment }: Tenant, roleArn: string) {
  const sts = new STSClient({ endpoint, region: REGION });
  const { Credentials: session } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: roleArn,
      RoleSessionName: 'thief',
      WebIdentityToken: await deployment.do(
        'create',
        'token',
        'tenant-presign',
        '--audience=sts.amazonaws.com',
      ),
    }),
  );
  return s3Client(
    { endpoint, region: REGION, forcePathStyle: true },
    {
      credentials: {
        accessKeyId: session!.AccessKeyId!,
        secretAccessKey: session!.SecretAccessKey!,
        sessionToken: session!.SessionToken!,
      },
    },
  );
}

describe('two tenants side by side', () => {
  let left: Tenant;
  let right: Tenant;
  beforeAll(async () => {
    [left, right] = await Promise.all([deploy('team-a-left'), deploy('team-a-right')]);
  });
  afterAll(() => Promise.all([left, right].map((tenant) => tenant?.deployment[Symbol.asyncDispose]())));

  const both = () =>
    [
      [left, right],
      [right, left],
    ] as const;

  it('each sign for their own bucket, in their own account', async () => {
    for (const [own] of both()) {
      const body = `of ${own.id}`;
      const put = await own.caller.sign('uploads', {
        key: 'app/a.txt',
        contentType: 'text/plain',
        contentLength: body.length,
      });
      const get = await own.caller.sign('downloads', { key: 'app/a.txt' });
      expect(await own.caller.pod.use(put, body)).toMatchObject({ status: 200 });
      expect(await own.caller.pod.use(get)).toMatchObject({ status: 200, text: body });
      expect(new URL(get.url).pathname).toBe(`/${own.account.bucket}/app/a.txt`);
    }
  });

  it('give nothing to each other’s callers', async () => {
    for (const [own, other] of both()) {
      const url = `http://tenant-presign.${other.id}.svc.cluster.local`;
      const answers = {
        withItsOwnToken: await own.caller.post('/downloads', { key: 'app/a.txt' }, { url, tenant: other.id }),
        withATokenForTheOther: await own.caller.post(
          '/downloads',
          { key: 'app/a.txt' },
          { url, tenant: other.id, token: await own.caller.pod.token(`tenant-presign/${other.id}`) },
        ),
      };
      expect(answers.withItsOwnToken).toMatchObject({ status: 401, json: { code: 'invalid_token' } });
      expect(answers.withATokenForTheOther).toMatchObject({ status: 403, json: { code: 'access_denied' } });
    }
  });

  it('can’t turn a URL for the one’s bucket into one for the other’s', async () => {
    for (const [own, other] of both()) {
      const { url } = await own.caller.sign('downloads', { key: 'app/a.txt' });
      const elsewhere = url.replace(own.account.bucket, other.account.bucket);
      const [mine, theirs] = await own.caller.pod.send({ url }, { url: elsewhere });
      expect(mine).toMatchObject({ status: 200 });
      expect(theirs).toMatchObject({ status: 403 });
    }
  });

  it('can’t become each other’s role, nor list each other’s bucket as their own', async () => {
    for (const [own, other] of both()) {
      const s3 = await sessionOf(own, own.account.roleArn);
      const list = (Bucket: string) => s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'app/' }));
      expect((await list(own.account.bucket)).KeyCount).toBe(1);
      await expect(list(other.account.bucket)).rejects.toMatchObject({
        $metadata: { httpStatusCode: expect.any(Number) },
      });
      await expect(list(`${other.account.account.id}:${other.account.bucket}`)).rejects.toThrow();
      await expect(sessionOf(own, other.account.roleArn)).rejects.toMatchObject({
        $metadata: { httpStatusCode: 403 },
      });
    }
  });
});
