import { randomInt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { AccountB } from '../../support/clients/account-b.js';
import { use } from '../../support/clients/api-client.js';
import { ApiPod, type TenantOfPod } from '../../support/processes/api-pod.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { AGENT_AUDIENCE, PodIdentityAgent } from '../../support/fakes/pod-identity-agent.js';
import { startLocalstack } from '../../targets/localstack.js';
import { assumeRole } from '../support/assume.js';
import { forAll } from '../support/for-all.js';
import {
  chainedTrust,
  sourcePermissions,
  permissionsFor,
  podIdentityTrust,
  tenantEntry,
  webIdentityTrust,
} from '../support/policies.js';
import { injectedForIrsa, injectedForPodIdentity } from '../support/webhook.js';

// LocalStack supports all actions of STS and answers in the form of AWS, but refuses no caller. radosgw tests refusals.

const POD = { namespace: 'team-a', serviceAccount: 'tenant-presign' };
const ROLE = 'team-a-presign';
const BODY = 'in the shape of AWS';
const ATTRIBUTED = { attribution: { sessions: 'per-subject' } };

const world = forAll(async (stack) => {
  const localstack = await startLocalstack();
  stack.defer(() => localstack.stop());
  const cluster = stack.use(await ClusterIssuer.start());
  const [accountA, account] = [newAccount(localstack), newAccount(localstack)];
  const bucket = `team-a-files-${account.id}`;
  await account.createBucket(bucket);
  await account.createRole(
    ROLE,
    webIdentityTrust({ account, cluster, ...POD }),
    permissionsFor(bucket, account),
  );
  return { localstack, cluster, accountA, account, bucket };
});

describe('on LocalStack', () => {
  it('IRSA: uploads and downloads', async () => {
    await using pod = await irsa('irsa');
    await pod.ready();
    await expectRoundTrip(pod);
  });

  it('IRSA with attribution: uploads and downloads with a session policy', async () => {
    await using pod = await irsa('irsa', ATTRIBUTED);
    await pod.ready();
    await expectRoundTrip(pod, true);
  });

  it('chained: uploads and downloads', async () => {
    const { accountA, account, cluster } = world();
    await accountA.createRole(
      'presign-source',
      webIdentityTrust({ account: accountA, cluster, ...POD }),
      sourcePermissions(),
    );
    await account.trust(ROLE, chainedTrust(accountA).policy);
    await using pod = await irsa('chained');
    await pod.ready();
    await expectRoundTrip(pod);
    await using attributed = await irsa('chained', ATTRIBUTED);
    await attributed.ready();
    await expectRoundTrip(attributed, true);
  });

  it('Pod Identity: uploads and downloads, proven by GetCallerIdentity', async () => {
    await using pods = new AsyncDisposableStack();
    const pod = await podIdentity(ROLE, pods);
    await pod.ready();
    await expectRoundTrip(pod);
  });

  it('Pod Identity: a session of another role is never ready, which GetCallerIdentity shows', async () => {
    const { account, accountA, bucket } = world();
    await account.createRole(
      'other-role',
      podIdentityTrust(accountA).policy,
      permissionsFor(bucket, account),
    );
    await using pods = new AsyncDisposableStack();
    const pod = await podIdentity('other-role', pods);
    const reasons = await pod.reasons(/other-role/);
    expect(reasons).toContain(`arn:aws:sts::${account.id}:assumed-role/other-role/`);
    expect(reasons).toContain(account.roleArn(ROLE));
  });
});

/**
 * Creates an account. To LocalStack, an access key of twelve digits is the root user of the account with that number.
 */
function newAccount(localstack: { readonly endpoint: string; readonly region: string }): AccountB {
  const id = String(randomInt(1e11, 1e12));
  return new AccountB(
    id,
    localstack,
    { accessKeyId: id, secretAccessKey: 'test' },
    `arn:aws:iam::${id}:root`,
  );
}

function entry(way: 'irsa' | 'pod-identity' | 'chained'): TenantOfPod {
  const { localstack, accountA, account, bucket } = world();
  const accounts = { account, bucket, ...(way === 'chained' && { accountA }) };
  const store = { endpoint: localstack.endpoint, forcePathStyle: true };
  return { ...tenantEntry(way, accounts), ...store };
}

/** Returns an environment that sends all AWS calls to LocalStack, which serves every endpoint. */
const awsIsThere = () => ({
  AWS_ENDPOINT_URL: world().localstack.endpoint,
  AWS_EC2_METADATA_DISABLED: 'true',
});

async function irsa(way: 'irsa' | 'chained', change: object = {}): Promise<ApiPod> {
  const { cluster, accountA, account } = world();
  const token = await cluster.projectToken(POD);
  const annotated = way === 'irsa' ? account.roleArn(ROLE) : accountA.roleArn('presign-source');
  const env = { ...injectedForIrsa(annotated, token.file), ...awsIsThere() };
  return ApiPod.start({ tenants: [{ ...entry(way), ...change }], env });
}

async function podIdentity(role: string, stack: AsyncDisposableStack): Promise<ApiPod> {
  const { localstack, cluster, accountA, account } = world();
  const associations = async () => ({
    ...(await assumeRole(localstack.endpoint, accountA.administrator, { RoleArn: account.roleArn(role) })),
    accountId: account.id,
  });
  const agent = stack.use(await PodIdentityAgent.start(cluster, associations));
  const token = await cluster.projectToken(POD, () => cluster.token(POD, { aud: [AGENT_AUDIENCE] }));
  const env = { ...injectedForPodIdentity(agent.uri, token.file), ...awsIsThere() };
  return stack.use(await ApiPod.start({ tenants: [entry('pod-identity')], env }));
}

async function expectRoundTrip(pod: ApiPod, attributed = false): Promise<void> {
  const client = await pod.client();
  expect((await use(await client.sign('uploads', { key: 'x' }), { body: BODY })).status).toBe(200);
  const download = await client.sign('downloads', { key: 'x', expiresIn: 60 });
  expect((await use(download)).text).toBe(BODY);
  const altered = download.url.replace(
    /Signature=./,
    (found) => `${found.slice(0, -1)}${found.endsWith('0') ? 1 : 0}`,
  );
  expect((await use(download, { url: altered })).status).toBe(403);
  expect(pod.output.includes('"msg":"session"')).toBe(attributed);
}
