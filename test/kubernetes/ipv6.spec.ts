import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { become } from '../kustomize/support/profiles.js';
import { Workspace } from '../kustomize/support/workspace.js';
import { createTenantAccount } from './support/account.js';
import { provideAws } from './support/aws-server.js';
import { Caller } from './support/caller.js';
import type { ClusterData } from './support/cluster.js';
import { Deployment, isReady } from './support/deployment.js';
import { Kubectl } from './support/kubectl.js';
import { startOwnCluster } from './support/own-cluster.js';
import { Pod } from './support/pod.js';

// Tests a cluster whose pods and services have only IPv6 addresses, with the policies of its profile. Its issuer has an
// IPv4 address, as many issuers have. Pods get the issuer's keys from the API server.

const { image, own } = inject('cluster');
const TENANT = 'team-a-ipv6';
const STRANGERS = 'team-x-ipv6';
const PROFILE = { ipFamily: 'ipv6', cni: 'calico', endpoints: [], identityProviders: [] } as const;

const open = (outcomes: Record<string, string>) =>
  Object.keys(outcomes).filter((where) => outcomes[where] === 'open');

describe.runIf(own)('pods with addresses of IPv6 alone', () => {
  const stack = new AsyncDisposableStack();
  let cluster: ClusterData;
  let kubectl: Kubectl;
  let network: string;
  let caller: Caller;
  let deployment: Deployment;

  beforeAll(async () => {
    const found = await startOwnCluster('ipv6');
    stack.defer(() => found.stop());
    await found.loadImages(image);
    const { data, stop } = await provideAws(found, image);
    stack.defer(stop);
    cluster = data;
    kubectl = new Kubectl(data.kubectl);
    await kubectl.run(['create', 'namespace', STRANGERS]);
    const { spec } = await kubectl.get<{ spec: { clusterIP: string } }>(
      '-n',
      'default',
      'service/kubernetes',
    );
    network = spec.clusterIP.replace(/:128::1$/, '');
  });
  afterAll(() => stack.disposeAsync());

  it('get ready by an overlay whose cluster’s profile says so', async () => {
    const account = await createTenantAccount(cluster, { tenant: TENANT });
    const workspace = new Workspace('team-a');
    become(workspace, {
      ...PROFILE,
      pods: [`${network}:1::/64`],
      services: [`${network}:128::/112`],
      dns: { type: 'kube-dns', clusterIP: `${network}:128::a` },
      apiServer: { clusterIP: `${network}:128::1`, subnets: [`${network}::1/128`] },
    });
    const spec = { of: 'team-a', namespace: TENANT, account, root: workspace.root } as const;
    deployment = await Deployment.apply(cluster, { ...spec, keys: 'kubernetes' });
    await deployment.rolledOut();
    const pods = await deployment.pods();
    expect(pods.filter(isReady)).toHaveLength(2);
    for (const pod of pods) {
      expect(pod.status.podIP).toMatch(new RegExp(`^${network}:1::`));
      expect(pod.spec.containers[0]!.env).toContainEqual({ name: 'HOST', value: '::' });
    }
  });

  it('put and get a file by URLs of an S3 that they reach by IPv6', async () => {
    caller = await Caller.start(cluster, { tenant: TENANT });
    const put = await caller.sign('uploads', {
      key: 'app/ü.txt',
      contentType: 'text/plain',
      contentLength: 6,
    });
    expect(new URL(put.url).hostname).toMatch(/^\[.*:.*\]$/);
    expect(await caller.pod.use(put, 6)).toMatchObject({ status: 200 });
    const get = await caller.sign('downloads', { key: 'app/ü.txt' });
    expect(await caller.pod.use(get)).toMatchObject({ status: 200, length: 6 });
    expect(await caller.post('/downloads', { key: 'app/x' }, { token: 'none' })).toMatchObject({
      status: 401,
    });
  });

  it('reach S3 and the API server, and neither metadata, nor the node, nor other pods; strangers don’t reach them', async () => {
    const listener = "require('node:net').createServer((socket) => socket.end()).listen(443, '::')";
    const stranger = await Pod.start(cluster, { namespace: STRANGERS, command: ['-e', listener] });
    const [pod] = await deployment.pods();
    const s3 = `${new URL(cluster.aws.endpoint).host}:443`;
    const apiServer = `[${network}::1]:443`;
    const beyond = [
      '[fd00:ec2::254]:80',
      '[fd00:ec2::254]:443',
      `[${network}::1]:10250`,
      `[${stranger.ip}]:443`,
    ];
    const reached = JSON.parse(
      await deployment.inside(pod!.metadata.name, 'reach', [s3, apiServer, ...beyond]),
    ) as Record<string, string>;
    expect(open(reached)).toEqual([s3, apiServer]);
    const api = `[${pod!.status.podIP}]:3000`;
    expect(open(await caller.pod.reach(api))).toEqual([api]);
    expect(open(await stranger.reach(api, ...beyond))).toEqual(beyond);
  });
});
