import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTenantAccount } from './support/account.js';
import { Caller } from './support/caller.js';
import { Deployment, isReady } from './support/deployment.js';
import { Kubectl } from './support/kubectl.js';
import { Monitoring } from './support/monitoring.js';
import { patchOf } from './support/test-overlay.js';

// Tests a private cluster: pods can connect to AWS, but not to the cluster's OIDC issuer. STS, which is outside of the
// cluster, still has the issuer's keys.

const cluster = inject('cluster');
const kubectl = new Kubectl(cluster.kubectl);
const TENANT = 'team-a-private';
const WITHOUT = 'team-a-walled';
const { hostname: issuer, port } = new URL(cluster.issuer);
const ISSUER = `${issuer}:${port || 443}`;

interface EndpointSlices {
  readonly items: readonly {
    readonly endpoints: readonly { readonly addresses: readonly string[] }[];
    readonly ports: readonly { readonly port: number }[];
  }[];
}

/** Returns the real address and port of the API server, behind the Service kubernetes. */
async function apiServer(): Promise<{ readonly address: string; readonly port: number }> {
  const by = ['-n', 'default', 'endpointslices', '-l', 'kubernetes.io/service-name=kubernetes'];
  const { items } = await kubectl.get<EndpointSlices>(...by);
  return { address: items[0]!.endpoints[0]!.addresses[0]!, port: items[0]!.ports[0]!.port };
}

/** Returns a patch that allows only account B of all addresses outside of the cluster. */
const wall = () =>
  patchOf(
    { kind: 'NetworkPolicy', name: 'tenant-presign-egress' },
    {
      op: 'replace',
      path: '/spec/egress/1/to',
      value: [{ ipBlock: { cidr: `${new URL(cluster.aws.endpoint).hostname}/32` } }],
    },
  );

/**
 * Returns a patch for this cluster's network policies, which see a destination after the ClusterIP is translated, as
 * with Calico.
 */
async function behindTheService(): Promise<object> {
  const { address, port: number } = await apiServer();
  const value = [
    { to: [{ ipBlock: { cidr: `${address}/32` } }], ports: [{ protocol: 'TCP', port: number }] },
  ];
  return patchOf(
    { kind: 'NetworkPolicy', name: 'tenant-presign-api-server' },
    { op: 'replace', path: '/spec/egress', value },
  );
}

describe('with keys: kubernetes, where the issuer can’t be reached', () => {
  let deployment: Deployment;
  let caller: Caller;
  beforeAll(async () => {
    const account = await createTenantAccount(cluster, { tenant: TENANT });
    const patches = [wall(), await behindTheService()];
    const spec = { of: 'team-a', namespace: TENANT, account, keys: 'kubernetes', patches } as const;
    deployment = await Deployment.apply(cluster, spec);
    caller = await Caller.start(cluster, { tenant: TENANT });
    await deployment.rolledOut();
  });
  afterAll(() => deployment?.[Symbol.asyncDispose]());

  it('pods are ready, reach the API server, and not the issuer', async () => {
    const pods = await deployment.pods();
    expect(pods.filter(isReady)).toHaveLength(2);
    const { address, port: number } = await apiServer();
    const where = `${address}:${number}`;
    const reached = await deployment.inside(pods[0]!.metadata.name, 'reach', [
      ISSUER,
      where,
      `${address}:10250`,
    ]);
    expect(JSON.parse(reached)).toEqual({
      [ISSUER]: expect.not.stringMatching('open'),
      [where]: 'open',
      [`${address}:10250`]: expect.not.stringMatching('open'),
    });
    await using monitoring = await Monitoring.start(cluster, TENANT);
    const health = await monitoring.readiness(pods[0]!.status.podIP!, /"up"/);
    expect(health.json).toEqual({ status: 'up', reasons: [] });
  });

  it('a file is put and got by URLs of a pod’s asking; forged and foreign tokens are refused', async () => {
    const put = await caller.sign('uploads', {
      key: 'app/x.txt',
      contentType: 'text/plain',
      contentLength: 6,
    });
    expect(await caller.pod.use(put, 6)).toMatchObject({ status: 200 });
    const get = await caller.sign('downloads', { key: 'app/x.txt' });
    expect(await caller.pod.use(get)).toMatchObject({ status: 200, length: 6 });
    const forApiServer = await kubectl.run(['-n', TENANT, 'create', 'token', 'default']);
    const good = await caller.pod.token(`tenant-presign/${TENANT}`);
    const forged = good.replace(/[^.]+$/, (signature) => signature.split('').toReversed().join(''));
    for (const token of [forApiServer, forged])
      expect(await caller.post('/downloads', { key: 'app/x' }, { token })).toMatchObject({ status: 401 });
    expect(await caller.post('/downloads', { key: 'app/x' }, { token: good })).toMatchObject({ status: 200 });
  });

  it('the pod’s token is for the API server alone, and lets it discover keys and nothing else', async () => {
    const [pod] = await deployment.pods();
    const path = '/var/run/secrets/kubernetes.io/serviceaccount/token';
    const token = await deployment.inside(pod!.metadata.name, 'read', [path]);
    const claims = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<
      string,
      unknown
    >;
    expect(claims).toMatchObject({ sub: `system:serviceaccount:${TENANT}:tenant-presign` });
    expect(claims['aud']).not.toContain(`tenant-presign/${TENANT}`);
    expect(claims['aud']).not.toContain('sts.amazonaws.com');
    const as = [
      '--as',
      String(claims['sub']),
      '--as-group',
      'system:serviceaccounts',
      '--as-group',
      'system:authenticated',
    ];
    const may = (...what: string[]) => kubectl.run(['auth', 'can-i', ...what, ...as]).then(String, String);
    expect(await may('get', '/openid/v1/jwks')).toMatch(/^yes/);
    for (const what of [
      ['get', 'secrets'],
      ['list', 'pods'],
      ['create', 'serviceaccounts', '--subresource=token'],
    ])
      expect(await may(...what, '-n', TENANT), what.join(' ')).not.toMatch(/^yes/);
  });
});

describe('without it', () => {
  it('pods are ready and say that the issuer can’t be reached, and callers get 503', async () => {
    const account = await createTenantAccount(cluster, { tenant: WITHOUT });
    await using deployment = await Deployment.apply(cluster, {
      of: 'team-a',
      namespace: WITHOUT,
      account,
      patches: [wall(), patchOf({ kind: 'Deployment' }, { op: 'replace', path: '/spec/replicas', value: 1 })],
    });
    const caller = await Caller.start(cluster, { tenant: WITHOUT });
    await deployment.rolledOut();
    const [pod] = await deployment.pods();
    await using monitoring = await Monitoring.start(cluster, WITHOUT);
    const health = await monitoring.readiness(
      pod!.status.podIP!,
      /Issuer keys from discovery:.* can’t be read/,
    );
    expect(health).toMatchObject({ status: 200, json: { status: 'up' } });
    expect(await caller.post('/downloads', { key: 'app/x' })).toMatchObject({
      status: 503,
      json: { code: 'issuer_unavailable' },
    });
  });
});
