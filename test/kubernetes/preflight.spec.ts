import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Finding } from '../../apps/operator-cli/src/commands/cluster-preflight/finding.js';
import { runCaptured } from '../../apps/operator-cli/testing/run-captured.js';
import { become } from '../kustomize/support/profiles.js';
import { Workspace } from '../kustomize/support/workspace.js';
import { Kubectl } from './support/kubectl.js';
import { Operator } from './support/operator.js';
import { profileOf } from './support/profile.js';

// Tests cluster:preflight on a real cluster, without faults and with faults.

const cluster = inject('cluster');
const kubectl = new Kubectl(cluster.kubectl);
let operator: Operator;
let facts: Record<string, unknown>;

/** Returns the probes' namespaces that still exist. */
async function preflights(): Promise<string[]> {
  const by = ['namespaces', '-l', 'app.kubernetes.io/managed-by=tenant-presign-preflight'];
  const { items } = await kubectl.get<{
    items: { metadata: { name: string; deletionTimestamp?: string } }[];
  }>(...by);
  return items.flatMap(({ metadata }) => (metadata.deletionTimestamp === undefined ? [metadata.name] : []));
}

beforeAll(async () => {
  operator = await Operator.at(cluster);
  await writeFile(join(operator.folder, 'ca.crt'), cluster.authorities);
  facts = await profileOf(cluster);
});
afterAll(() => operator?.[Symbol.asyncDispose]());

/** Creates DaemonSets in kube-system that match no node. */
async function plantDaemonSets(...names: readonly string[]): Promise<AsyncDisposable> {
  await kubectl.apply(
    ...names.map((name) => ({
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name, namespace: 'kube-system' },
      spec: {
        selector: { matchLabels: { planted: name } },
        template: {
          metadata: { labels: { planted: name } },
          spec: { nodeSelector: { none: 'such' }, containers: [{ name, image: cluster.image }] },
        },
      },
    })),
  );
  const remove = () => kubectl.run(['-n', 'kube-system', 'delete', 'daemonset', ...names]);
  return { [Symbol.asyncDispose]: async () => void (await remove()) };
}

/** Runs the preflight with a changed profile of this cluster. */
async function preflight(
  change: object,
  args: readonly string[] = [],
  overlays: readonly string[] = ['team-a'],
  as = operator,
) {
  const workspace = new Workspace(...overlays);
  become(workspace, { ...facts, ...change });
  const sts = ['--sts', `${cluster.aws.endpoint}/`, '--ca', join(operator.folder, 'ca.crt')];
  const { code, out, err } = await as.run(
    ['cluster:preflight', 'blue', '--json', ...sts, ...args],
    workspace.layout,
  );
  const { findings } = JSON.parse(out || '{"findings":[]}') as { findings: Finding[] };
  return { code, err, findings, failed: findings.filter(({ status }) => status === 'failed') };
}

describe('cluster:preflight', () => {
  it('finds nothing wrong with a cluster that is right, and leaves nothing behind', async () => {
    const { code, failed, findings } = await preflight({});
    expect(failed).toEqual([]);
    expect(code).toBe(0);
    expect(findings.filter(({ status }) => status === 'ok').map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'versions',
        'custom resources',
        'IRSA webhook',
        'issuer',
        'DNS address',
        'network policies',
        'DNS',
        'issuer reachable',
        'STS reachable',
        'API server',
        'instance metadata',
      ]),
    );
    expect(await preflights()).toEqual([]);
  });

  it.each([
    ['the issuer of another cluster', { issuer: `${cluster.issuer}X` }, [], ['issuer', 'issuer reachable']],
    [
      'an issuer that can’t be reached',
      { issuer: 'https://192.0.2.1/id/X' },
      [],
      ['issuer', 'issuer reachable'],
    ],
    ['an STS that can’t be reached', {}, ['--sts', 'https://192.0.2.2/'], ['STS reachable']],
    ['an image that isn’t there', {}, ['--image', 'registry.invalid/tenant-presign:9.9.9'], ['image']],
    ['an image of something else', {}, ['--image', 'tenant-presign.invalid/pause:1'], ['image']],
  ] as const)('names %s, and nothing else', async (_, change, args, checks) => {
    const { code, failed } = await preflight(change, args);
    expect(failed.map(({ check }) => check)).toEqual(checks);
    for (const { fix } of failed) expect(fix).toMatch(/\w/);
    expect(code).toBe(1);
    expect(await preflights()).toEqual([]);
  });

  it('names a DNS that isn’t there', async () => {
    const { failed } = await preflight({
      cni: 'auto-mode',
      dns: {
        type: 'cluster-ip',
        clusterIP: (facts['dns'] as { clusterIP: string }).clusterIP.replace(/\d+$/, '99'),
      },
    });
    expect(failed.map(({ check }) => check)).toEqual(expect.arrayContaining(['DNS address', 'DNS']));
  });

  it('names addresses of another cluster, and an image without a digest, each by itself', async () => {
    const { apiServer, dns } = facts as { apiServer: object; dns: { clusterIP: string } };
    const other = (last: number) => dns.clusterIP.replace(/\d+$/, String(last));
    const { failed, findings } = await preflight(
      {
        dns: { ...dns, clusterIP: other(77) },
        apiServer: { ...apiServer, clusterIP: other(78) },
      },
      ['--no-probes'],
    );
    expect(failed.map(({ check }) => check)).toEqual(['DNS address', 'API server address']);
    expect(findings.filter(({ status }) => status === 'warning').map(({ check }) => check)).toEqual([
      'image digest',
    ]);
  });

  it.runIf(cluster.own)('names what stands in kube-system and isn’t as it should be', async () => {
    await using _ = await plantDaemonSets('aws-node', 'eks-pod-identity-agent');
    const { failed } = await preflight({ cni: 'vpc-cni' }, ['--no-probes'], ['team-b']);
    expect(failed.map(({ check, detail }) => [check, detail])).toEqual([
      ['Pod Identity agent', '0 of 0 pods are ready'],
      ['metrics-server', expect.stringContaining('scales by it')],
      ['policy agent', 'aws-node has no aws-eks-nodeagent, so nothing enforces policies'],
    ]);
  });

  it('invents no fault where kubectl may see little, and says which rights it lacks', async () => {
    await using restricted = await Operator.at(cluster, '--as', 'system:serviceaccount:default:default');
    const { failed, findings } = await preflight({}, [], ['team-a'], restricted);
    expect(failed.map(({ check }) => check)).toEqual(['probes']);
    expect(findings.filter(({ status }) => status === 'warning').map(({ check }) => check)).toEqual([
      'custom resources',
      'IRSA webhook',
      'DNS address',
      'API server address',
      'image digest',
    ]);
  });

  it('names what overlays need and the cluster lacks', async () => {
    const { failed } = await preflight({}, ['--no-probes'], ['team-a', 'team-b', 'team-c', 'platform']);
    expect(failed.map(({ check }) => check)).toEqual(['metrics-server']);
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    const root = join(import.meta.dirname, '../..');
    const command = ['scripts/operator.mjs', 'cluster:preflight', 'blue', '--image', cluster.image];
    const child = spawn(process.execPath, command, { env: operator.env, cwd: root, stdio: 'pipe' });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
    await expect
      .poll(async () => [await preflights(), said], { timeout: 30_000, interval: 300 })
      .toEqual([[expect.any(String)], expect.any(String)]);
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    expect({ code, said }).toEqual({ code: 2, said: expect.stringContaining('Interrupted.') });
    expect(await preflights()).toEqual([]);
  });

  it('says that there is no kubectl, or no context', async () => {
    const { code, err } = await runCaptured(['cluster:preflight', 'blue'], { env: { PATH: '/nowhere' } });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('kubectl is not on PATH') });
  });
});
