import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createTenantAccount } from './support/account.js';
import { Deployment } from './support/deployment.js';
import { Kubectl } from './support/kubectl.js';
import { MONITORING } from './support/namespaces.js';
import { Pod } from './support/pod.js';
import { patch } from './support/test-overlay.js';

const cluster = inject('cluster');
const TENANT = 'team-a-network';
const STRANGERS = 'team-x-strangers';
const CLIENTS = 'team-x-clients';
const METADATA = '169.254.169.254';

/** A program that listens on ports that are open elsewhere. A policy must look at the address, not only at the port. */
const LISTENER = `
  const { createServer } = require('node:net');
  for (const port of [443, 80, 6379]) createServer((socket) => socket.end()).listen(port);
`;

describe('the NetworkPolicies of the base', () => {
  const kubectl = new Kubectl(cluster.kubectl);
  let deployment: Deployment;
  let api: { readonly name: string; readonly ip: string };
  let sibling: Pod;
  let client: Pod;
  let stranger: Pod;
  let monitoring: Pod;

  beforeAll(async () => {
    const account = await createTenantAccount(cluster, { tenant: TENANT });
    deployment = await Deployment.apply(cluster, {
      of: 'team-a',
      namespace: TENANT,
      account,
      patches: [patch('Deployment', { op: 'replace', path: '/spec/replicas', value: 1 })],
    });
    await kubectl.run(['create', 'namespace', STRANGERS]);
    await kubectl.run(['create', 'namespace', CLIENTS]);
    await kubectl.run(['label', 'namespace', CLIENTS, 'tenant-presign/client=true']);
    [sibling, client, stranger, monitoring] = await Promise.all([
      Pod.start(cluster, { namespace: TENANT }),
      Pod.start(cluster, { namespace: CLIENTS }),
      Pod.start(cluster, { namespace: STRANGERS, command: ['-e', LISTENER] }),
      Pod.start(cluster, { namespace: MONITORING, name: 'network' }),
    ]);
    await deployment.rolledOut();
    const [pod] = await deployment.pods();
    api = { name: pod!.metadata.name, ip: pod!.status.podIP! };
  });
  afterAll(async () => {
    await deployment?.[Symbol.asyncDispose]();
    await kubectl.run(['delete', 'namespace', STRANGERS, CLIENTS, '--ignore-not-found', '--wait=false']);
  });

  /** Tries to connect from the API's own container. */
  const reachFromApi = async (where: readonly string[]) =>
    JSON.parse(await deployment.inside(api.name, 'reach', where)) as Record<string, string>;

  it('let the tenant’s pods and labelled namespaces to the public port, and no other', async () => {
    const port = `${api.ip}:3000`;
    const service = `tenant-presign.${TENANT}.svc.cluster.local:80`;
    for (const allowed of [sibling, client]) {
      expect(await allowed.reach(port, service)).toEqual({ [port]: 'open', [service]: 'open' });
    }
    for (const other of [stranger, monitoring]) {
      expect(Object.values(await other.reach(port, service)).filter((outcome) => outcome === 'open')).toEqual(
        [],
      );
    }
  });

  it('let monitoring to the management port, and no other', async () => {
    const port = `${api.ip}:9090`;
    expect(await monitoring.reach(port)).toEqual({ [port]: 'open' });
    for (const other of [sibling, client, stranger]) {
      expect(await other.reach(port)).not.toEqual({ [port]: 'open' });
    }
  });

  it('let the API to AWS, to the issuer and to DNS', async () => {
    const [aws, issuer] = [cluster.aws.endpoint, cluster.issuer].map(hostAndPort);
    expect(await reachFromApi([aws!, issuer!])).toEqual({ [aws!]: 'open', [issuer!]: 'open' });
    const looked = await reachFromApi([`tenant-presign.${TENANT}.svc.cluster.local:9`]);
    expect(Object.values(looked)).not.toContain('ENOTFOUND'); // the name was found, and the connection failed
    expect(Object.values(looked)).not.toContain('EAI_AGAIN');
  });

  it('keep the API from the API server, from other pods and from the node’s metadata', async () => {
    const apiServer = hostAndPort(
      await kubectl.run(['config', 'view', '--minify', '-o', 'jsonpath={.clusters[0].cluster.server}']),
    );
    const kept = [
      apiServer,
      'kubernetes.default.svc.cluster.local:443',
      ...[443, 80, 6379].map((port) => `${stranger.ip}:${port}`),
      ...(cluster.own ? [`${METADATA}:80`, `${METADATA}:443`] : []),
    ];
    // A pod that no policy selects can connect to everything. So it is the policies that refuse the API's connections
    // below.
    expect(await sibling.reach(...kept)).toEqual(Object.fromEntries(kept.map((where) => [where, 'open'])));
    const reached = await reachFromApi(kept);
    expect(Object.keys(reached)).toEqual(kept);
    expect(Object.values(reached).filter((outcome) => outcome === 'open')).toEqual([]);
  });
});

function hostAndPort(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
}
