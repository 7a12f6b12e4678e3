import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually } from '../../support/checks/eventually.js';
import type { FoundCluster } from './find-cluster.js';
import { Kubectl } from './kubectl.js';
import { PEER } from './peer-script.js';

const DEFAULT_AWS_PORT = 8443;

/**
 * Uses your own cluster, by the name of its context in your kubeconfig. Prepare it as follows:
 *
 * - Set `TEST_KUBE_ADDRESS` to the address of this machine as the cluster's pods reach it, with a port if it isn't
 *   8443. The tests serve S3 and STS there.
 * - Set `TEST_KUBE_LOAD` to the command that loads an image into the cluster, such as `kind load docker-image`.
 * - Start its API server with `--service-account-issuer=https://ADDRESS:PORT/id/CLUSTER`, for an address and a port of
 *   this machine. The tests run `test/peers/kubernetes/eks.sh`, which serves the issuer there.
 * - Run `test/peers/kubernetes/crds.sh --context NAME`, which installs the custom resource definitions.
 *
 * The namespaces that the tests make must not exist yet. The tests delete them in the end, and remove the webhook.
 */
export async function useNamedCluster(context: string, env: NodeJS.ProcessEnv): Promise<FoundCluster> {
  const address = env['TEST_KUBE_ADDRESS'];
  const [loader, ...load] = env['TEST_KUBE_LOAD']?.split(' ') ?? [];
  if (!address || !loader) {
    throw new Error(
      'TEST_KUBE_CONTEXT goes with TEST_KUBE_ADDRESS and TEST_KUBE_LOAD: test/kubernetes/README.md',
    );
  }
  const kubectl = { program: 'kubectl', options: ['--context', context] };
  const { issuer } = JSON.parse(
    await new Kubectl(kubectl).run(['get', '--raw', '/.well-known/openid-configuration']),
  ) as { issuer: string };
  const dir = await mkdtemp(join(tmpdir(), 'presign-eks-'));
  const stop = await addEks(context, new URL(issuer).host, dir);
  return {
    kubectl,
    issuer,
    authority: await readFile(join(dir, 'ca.crt'), 'utf8'),
    awsAddress: address.includes(':') ? address : `${address}:${DEFAULT_AWS_PORT}`,
    own: false,
    loadImages: async (...images) => {
      for (const image of images) await promisify(execFile)(loader, [...load, image]);
      return [];
    },
    stop,
  };
}

/** Adds the webhook of EKS and serves the issuer. @returns a function that removes both again */
async function addEks(context: string, address: string, dir: string): Promise<() => Promise<void>> {
  const options = ['--context', context, '--address', address, '--dir', dir, '--watch', String(process.pid)];
  const eks = spawn(join(PEER, 'eks.sh'), options, { stdio: ['ignore', 'ignore', 'pipe'] });
  let words = '';
  eks.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
  const gone = new Promise((resolve) => eks.on('close', resolve));
  await eventually('serving the issuer', () => {
    if (eks.exitCode !== null) throw new Error(`eks.sh: ${words}`);
    return existsSync(join(dir, 'ready'));
  });
  return async () => {
    eks.kill();
    await gone;
    await rm(dir, { recursive: true });
  };
}
