import { mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { PLATFORM_MAP, shardOf, TEAMS_MAP } from '../../../apps/operator-cli/src/tenants-dir/shards.js';
import type { TenantAccount } from './account.js';
import type { ClusterData } from './cluster.js';
import { otherPorts, OVERLAYS, ownImage, patch, readYaml, surroundings } from './test-overlay.js';

export interface SharedOverlaySpec {
  readonly namespace: string;
  /** Accounts by tenant. A tenant's pods are in the namespace of that name. */
  readonly accounts: ReadonlyMap<string, TenantAccount>;
}

interface PlatformFile {
  readonly issuers: readonly { readonly name: string }[];
}

/**
 * Writes an overlay on top of `shared`. It names this machine's replacements for EKS and AWS, and the tenants.
 * `teamFiles` makes the ConfigMaps with the teams' files.
 *
 * @returns the folder
 */
export async function writeSharedOverlay(cluster: ClusterData, spec: SharedOverlaySpec): Promise<string> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'presign-overlay-')));
  const real = join(OVERLAYS, 'shared');
  const platform = await readYaml<PlatformFile>(join(real, 'tenants/platform.yaml'));
  await writeFile(join(dir, 'platform.yaml'), stringify(platformOf(platform, cluster, spec)));
  await writeFile(join(dir, 'ca.crt'), cluster.authorities);
  await writeFile(
    join(dir, 'kustomization.yaml'),
    stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: spec.namespace,
      resources: [relative(dir, real)],
      configMapGenerator: [
        {
          name: PLATFORM_MAP,
          behavior: 'merge',
          files: ['platform.yaml'],
          options: { disableNameSuffixHash: true },
        },
        { name: 'test-authorities', files: ['ca.crt'] },
      ],
      images: await ownImage(cluster),
      patches: [
        { patch: stringify(surroundings(cluster)) },
        // The node has few resources.
        patch('Deployment', {
          op: 'replace',
          path: '/spec/template/spec/containers/0/resources/requests',
          value: { cpu: '50m', memory: '192Mi' },
        }),
        patch('HorizontalPodAutoscaler', { op: 'replace', path: '/spec/minReplicas', value: 2 }),
        { patch: `{ $patch: delete, apiVersion: v1, kind: ConfigMap, metadata: { name: ${TEAMS_MAP}c } }` },
        { patch: `{ $patch: delete, apiVersion: v1, kind: ConfigMap, metadata: { name: ${TEAMS_MAP}f } }` },
        ...otherPorts(cluster),
      ],
    }),
  );
  return dir;
}

const platformOf = (
  { issuers, ...others }: PlatformFile,
  cluster: ClusterData,
  { namespace, accounts }: SharedOverlaySpec,
) => ({
  ...others,
  issuers: issuers.map((issuer) => ({
    ...issuer,
    issuer: cluster.issuer,
    audience: `tenant-presign/${namespace}`,
  })),
  tenants: [...accounts].map(([id, { account, bucket, roleArn }]) => ({
    id,
    issuers: ['cluster'],
    account: account.id,
    bucket,
    region: 'eu-west-1',
    endpoint: cluster.aws.endpoint,
    forcePathStyle: true,
    credentials: { type: 'web-identity', roleArn },
  })),
});

/** Returns the ConfigMaps of the teams' files, in their shards. @param files the contents by tenant */
export function teamFiles(namespace: string, files: Readonly<Record<string, unknown>>): object[] {
  const shards = Map.groupBy(Object.entries(files), ([id]) => shardOf(id));
  return [...shards].map(([name, some]) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name, labels: { 'tenant-presign/tenant-files': 'true' } },
    data: Object.fromEntries(some.map(([id, file]) => [`${id}.tenant.yaml`, stringify(file)])),
  }));
}
