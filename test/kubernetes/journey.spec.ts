import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTenantAccount, type TenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment, isReady } from './support/deployment.js';

const cluster = inject('cluster');
const TENANT = 'team-a-journey';

describe('kubectl apply -k of the IRSA overlay', () => {
  let account: TenantAccount;
  let deployment: Deployment;
  let caller: Caller;

  beforeAll(async () => {
    account = await createTenantAccount(cluster, { tenant: TENANT });
    deployment = await Deployment.apply(cluster, { of: 'team-a', namespace: TENANT, account });
    caller = await Caller.start(cluster, { tenant: TENANT });
    await deployment.rolledOut();
  });
  afterAll(() => deployment?.[Symbol.asyncDispose]());

  it('gets every pod ready, as the role that the service account is annotated with', async () => {
    const pods = await deployment.pods();
    expect(pods).toHaveLength(2);
    expect(pods.filter(isReady)).toHaveLength(2);
    for (const { spec, status } of pods) {
      expect(spec.containers[0]!.env).toContainEqual({ name: 'AWS_ROLE_ARN', value: account.roleArn });
      expect(JSON.stringify(spec.volumes)).toContain(
        '"audience":"sts.amazonaws.com","expirationSeconds":3600',
      );
      expect(status.containerStatuses![0]!.restartCount).toBe(0);
    }
  });

  it('puts and gets a file by URLs of another pod’s asking, whose bearer is its service account’s token', async () => {
    const key = 'app/reports/ü.txt';
    const contentLength = 5_000_000;
    const put = await caller.sign('uploads', { key, contentType: 'text/plain', contentLength });
    expect(new URL(put.url).origin).toBe(cluster.aws.endpoint);
    const get = await caller.sign('downloads', { key });
    expect(await caller.pod.use(get)).toMatchObject({ status: 404 });
    expect(await caller.pod.use(put, contentLength)).toMatchObject({ status: 200 });
    expect(await caller.pod.use(get)).toMatchObject({
      status: 200,
      length: contentLength,
      sha256: createHash('sha256').update(Buffer.alloc(contentLength, 'tenant-presign ')).digest('hex'),
      headers: { 'content-type': 'text/plain' },
    });
  });

  it('refuses callers that aren’t the tenant’s, and what the tenant’s may not', async () => {
    const body = { key: 'app/x' };
    expect(await caller.post('/downloads', body)).toMatchObject({ status: 200 });
    expect(await caller.post('/downloads', body, { token: 'none' })).toMatchObject({ status: 401 });
    const forAws = await caller.pod.token('sts.amazonaws.com');
    expect(await caller.post('/downloads', body, { token: forAws })).toMatchObject({ status: 401 });
    expect(await caller.post('/downloads', body, { tenant: 'team-b' })).toMatchObject({
      status: 403,
      json: { code: 'access_denied' },
    });
    expect(await caller.post('/uploads', { key: 'shared/x' })).toMatchObject({ status: 403 });
    expect(await caller.post('/downloads', { key: 'shared/x' })).toMatchObject({ status: 200 });
  });

  it('runs under its limits, with room to spare after a thousand signings', async () => {
    expect(await caller.ask(200, 1_000)).toEqual({ sent: 1_000, failed: [] });
    for (const { metadata, spec, status } of await deployment.pods()) {
      const { resources } = spec.containers[0]!;
      expect(resources).toMatchObject({ limits: { cpu: '500m', memory: '192Mi' } });
      const { memory, limit, quota } = await deployment.cgroup(metadata.name);
      expect(limit).toBe(192 * 2 ** 20);
      expect(quota).toBe(0.5);
      expect(memory).toBeLessThan(0.9 * limit);
      expect(status.containerStatuses![0]!.restartCount).toBe(0);
    }
  });

  it('tells who signed what in its log, and no secret', async () => {
    const { signingId, url } = await caller.sign('downloads', { key: 'app/told.txt' });
    const log = await deployment.logs();
    const event = log.split('\n').find((line) => line.includes(signingId)) ?? 'null';
    expect(JSON.parse(event)).toMatchObject({
      msg: 'signing',
      tenant: TENANT,
      issuer: 'cluster',
      subject: `system:serviceaccount:${TENANT}:default`,
      key: 'app/told.txt',
    });
    expect(log).not.toContain(new URL(url).searchParams.get('X-Amz-Signature'));
    expect(log).not.toContain('X-Amz-');
  });
});
