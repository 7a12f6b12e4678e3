import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Finding } from '../../apps/operator-cli/src/commands/cluster-preflight/finding.js';
import { runCaptured } from '../../apps/operator-cli/testing/run-captured.js';
import { become } from '../kustomize/support/profiles.js';
import { Workspace } from '../kustomize/support/workspace.js';
import { Kubectl } from './support/kubectl.js';

// cluster:preflight on a real cluster, as it is and with faults.

const cluster = inject('cluster');
const kubectl = new Kubectl(cluster.kubectl);
let folder: string;
let env: NodeJS.ProcessEnv;
let facts: Record<string, unknown>;

/** Namespaces of probes that nothing takes away. */
async function preflights(): Promise<string[]> {
  const by = ['namespaces', '-l', 'app.kubernetes.io/managed-by=tenant-presign-preflight'];
  const { items } = await kubectl.get<{
    items: { metadata: { name: string; deletionTimestamp?: string } }[];
  }>(...by);
  return items.flatMap(({ metadata }) => (metadata.deletionTimestamp === undefined ? [metadata.name] : []));
}

const clusterIP = (namespace: string, name: string) =>
  kubectl.run(['-n', namespace, 'get', `service/${name}`, '-o', 'jsonpath={.spec.clusterIP}']);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'preflight-'));
  await writeFile(join(folder, 'ca.crt'), cluster.authorities);
  await writeFile(
    join(folder, 'kubectl'),
    `#!/bin/sh\nexec ${cluster.kubectl.program} ${cluster.kubectl.options.join(' ')} "$@"\n`,
    { mode: 0o755 },
  );
  env = { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` };
  const [kubernetes, dns] = [
    await clusterIP('default', 'kubernetes'),
    await clusterIP('kube-system', 'kube-dns'),
  ];
  const [a, b] = kubernetes.split('.');
  facts = {
    issuer: cluster.issuer,
    cni: 'calico', // what enforces policies here goes by the same rules
    pods: [`${a}.${b}.0.0/17`],
    services: [`${a}.${b}.128.0/20`],
    dns: { type: 'kube-dns', clusterIP: dns },
    apiServer: { clusterIP: kubernetes, subnets: [`${a}.${b}.0.0/29`] },
    image: cluster.image,
  };
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs it with a profile of this cluster, changed. */
async function preflight(
  change: object,
  args: readonly string[] = [],
  overlays: readonly string[] = ['team-a'],
) {
  const workspace = new Workspace(...overlays);
  become(workspace, { ...facts, ...change });
  const sts = ['--sts', `${cluster.aws.endpoint}/`, '--ca', join(folder, 'ca.crt')];
  const { code, out, err } = await runCaptured(['cluster:preflight', 'blue', '--json', ...sts, ...args], {
    layout: workspace.layout,
    cwd: folder,
    env,
  });
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

  it('names what overlays need and the cluster lacks', async () => {
    const { failed } = await preflight({}, ['--no-probes'], ['team-a', 'team-b', 'team-c', 'platform']);
    expect(failed.map(({ check }) => check)).toEqual(['metrics-server']);
  });

  it('leaves nothing behind after Ctrl-C', async () => {
    const root = join(import.meta.dirname, '../..');
    const command = ['scripts/operator.mjs', 'cluster:preflight', 'blue', '--image', cluster.image];
    const child = spawn(process.execPath, command, { env, cwd: root, stdio: 'pipe' });
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
