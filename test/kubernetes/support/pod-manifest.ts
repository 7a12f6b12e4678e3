import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export const PROGRAMS = join(import.meta.dirname, '../programs');
export const TOKEN_FILE = '/var/run/secrets/tokens/token';

export interface PodSpec {
  readonly namespace: string;
  readonly name?: string;
  /** The audience of the token at TOKEN_FILE. */
  readonly audience?: string;
  /** The arguments of node for a program that runs instead of waiting. */
  readonly command?: readonly string[];
}

/** Returns a ConfigMap with `test/kubernetes/programs`, and the certificate authorities that the programs trust. */
export async function programs(namespace: string, name: string, authorities: string): Promise<object> {
  const files = await readdir(PROGRAMS);
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(join(PROGRAMS, file), 'utf8')] as const),
  );
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name: `${name}-programs` },
    data: { ...Object.fromEntries(texts), 'ca.crt': authorities },
  };
}

/**
 * Returns a pod that Pod Security *restricted* accepts. A sysctl that is on its list of safe ones opens ports below
 * 1024.
 */
export const podManifest = (
  image: string,
  name: string,
  { namespace, audience, command = ['-e', 'setInterval(() => {}, 1 << 30)'] }: PodSpec,
) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace, name },
  spec: {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 0,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      seccompProfile: { type: 'RuntimeDefault' },
      sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    },
    containers: [
      {
        name: 'client',
        image,
        command: ['node', ...command],
        env: [{ name: 'NODE_EXTRA_CA_CERTS', value: '/programs/ca.crt' }],
        resources: { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '192Mi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'programs', mountPath: '/programs' },
          ...(audience === undefined ? [] : [{ name: 'token', mountPath: dirname(TOKEN_FILE) }]),
        ],
      },
    ],
    volumes: [
      { name: 'programs', configMap: { name: `${name}-programs` } },
      ...(audience === undefined
        ? []
        : [
            {
              name: 'token',
              projected: {
                sources: [{ serviceAccountToken: { audience, expirationSeconds: 600, path: 'token' } }],
              },
            },
          ]),
    ],
  },
});
