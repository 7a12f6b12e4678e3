import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import type { FoundCluster } from './find-cluster.js';
import { runScript } from './peer-script.js';

/**
 * Starts one node of Kubernetes in a temporary folder. It stops with this process, even after a crash.
 *
 * @param family the address family of pods and services
 */
export async function startOwnCluster(family: 'ipv4' | 'ipv6' = 'ipv4'): Promise<FoundCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'presign-kubernetes-'));
  const options = ['--dir', dir];
  const env = parseEnv(
    await runScript('up.sh', [
      ...options,
      '--watch',
      String(process.pid),
      ...(family === 'ipv6' ? ['--ipv6'] : []),
    ]),
  );
  const kubeconfig = env['KUBECONFIG']!;
  const stop = async () => void (await runScript('down.sh', options));
  try {
    await runScript('crds.sh', [], { KUBECONFIG: kubeconfig });
    return {
      kubectl: { program: join(env['KUBERNETES_BIN']!, 'kubectl'), options: ['--kubeconfig', kubeconfig] },
      issuer: env['KUBERNETES_ISSUER']!,
      authority: await readFile(join(dir, 'eks/ca.crt'), 'utf8'),
      awsAddress: `${env['KUBERNETES_OUTSIDE']}:443`,
      own: true,
      loadImages: async (...images) =>
        (await runScript('load-image.sh', [...options, ...images])).trim().split('\n'),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
