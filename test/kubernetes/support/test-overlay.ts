import { mkdir, mkdtemp, readFile, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse, stringify } from 'yaml';
import type { TenantAccount } from './account.js';
import type { ClusterData } from './cluster.js';

const KUSTOMIZE = join(import.meta.dirname, '../../../deploy/kustomize');
export const OVERLAYS = join(KUSTOMIZE, 'overlays');

export interface TestOverlaySpec {
  /** The folder in `deploy/kustomize/overlays` that the overlay is based on. */
  readonly of: string;
  /**
   * The namespace, which replaces the overlay's own. It is also the tenant's id, and part of the audience of its
   * tokens.
   */
  readonly namespace: string;
  /** Labels of the namespace, besides those of Pod Security. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly account: TenantAccount;
  /** If set, the API reads the issuer's keys from the cluster's API server, with the component for it. */
  readonly keys?: 'kubernetes';
  /** A copy of `deploy/kustomize` that replaces the repository's. */
  readonly root?: string;
  /** Further patches, as in a kustomization. */
  readonly patches?: readonly object[];
}

/**
 * Writes an overlay on top of a real one. It changes only what replaces EKS and AWS on this machine: issuer and its
 * certificate authority, account, bucket, role, endpoints and image.
 *
 * @returns the folder
 */
export async function writeTestOverlay(cluster: ClusterData, spec: TestOverlaySpec): Promise<string> {
  const dir = await realpath(await mkdtemp(join(tmpdir(), 'presign-overlay-')));
  const root = spec.root ?? KUSTOMIZE;
  await writeKustomization(dir, cluster, spec, {
    resources: [relative(dir, join(root, 'overlays', spec.of))],
    ...(spec.keys && { components: [relative(dir, join(root, 'clusters/blue/kubernetes-keys'))] }),
    images: await ownImage(cluster),
  });
  return dir;
}

/**
 * Writes such an overlay into a folder of `overlays`, as operators have it, which uses the base and the cluster's
 * component.
 *
 * @param dir a folder in `overlays` of a copy of deploy/kustomize
 */
export async function writeOverlayIn(
  dir: string,
  cluster: ClusterData,
  spec: TestOverlaySpec,
): Promise<void> {
  await mkdir(dir, { recursive: true });
  await writeKustomization(dir, cluster, spec, {
    resources: ['../../base'],
    components: ['../../clusters/blue', '../../components/irsa'],
  });
}

async function writeKustomization(
  dir: string,
  cluster: ClusterData,
  spec: TestOverlaySpec,
  members: object,
): Promise<void> {
  const tenants = await readYaml<TenantFile>(join(OVERLAYS, spec.of, 'tenants.yaml'));
  await writeFile(join(dir, 'tenants.yaml'), stringify(adapt(tenants, cluster, spec)));
  await writeFile(join(dir, 'ca.crt'), cluster.authorities);
  await writeFile(
    join(dir, 'kustomization.yaml'),
    stringify({
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      namespace: spec.namespace,
      ...members,
      configMapGenerator: [
        { name: 'tenant-presign', behavior: 'merge', files: ['tenants.yaml'] },
        AUTHORITIES,
      ],
      patches: [
        { patch: stringify(surroundings(cluster)) },
        { patch: stringify(annotation(spec.account.roleArn)) },
        ...otherPorts(cluster),
        ...(spec.patches ?? []),
      ],
    }),
  );
}

const AUTHORITIES = { name: 'test-authorities', files: ['ca.crt'] };

/** Adds to an overlay the endpoint of STS on this machine, and its certificate authority. */
export async function addSurroundings(dir: string, cluster: ClusterData): Promise<void> {
  const path = join(dir, 'kustomization.yaml');
  const overlay = await readYaml<{ configMapGenerator?: object[]; patches?: object[] }>(path);
  const patches = [{ patch: stringify(surroundings(cluster)) }, ...otherPorts(cluster)];
  await writeFile(join(dir, 'ca.crt'), cluster.authorities);
  await writeFile(
    path,
    stringify({
      ...overlay,
      configMapGenerator: [...(overlay.configMapGenerator ?? []), AUTHORITIES],
      patches: [...(overlay.patches ?? []), ...patches],
    }),
  );
}

/** Returns the image under test, which replaces the cluster's. */
export async function ownImage({ image }: ClusterData): Promise<object[]> {
  const { images } = await readYaml<{ images: { newName: string }[] }>(
    join(KUSTOMIZE, 'clusters/blue/kustomization.yaml'),
  );
  const [newName, newTag] = image.split(':');
  return [{ name: images[0]!.newName, newName, newTag }];
}

/** Returns a JSON Patch (RFC 6902) of all objects of a kind, as in a kustomization. */
export const patch = (kind: string, ...operations: readonly object[]): object =>
  patchOf({ kind }, ...operations);

/** Returns a JSON Patch of one object, as in a kustomization. */
export const patchOf = (
  target: { readonly kind: string; readonly name?: string },
  ...operations: readonly object[]
): object => ({
  target,
  patch: JSON.stringify(operations),
  options: { allowNameChange: true },
});

interface TenantFile {
  issuers: { name: string; audience: string }[];
  tenants: { id: string; issuers: string[]; credentials: object; grants: object[] }[];
}

export const readYaml = async <T>(file: string) => parse(await readFile(file, 'utf8')) as T;

/**
 * Returns the tenant file with the cluster's issuer only, and with this machine's endpoints. The rest of the file is
 * unchanged.
 */
function adapt(file: TenantFile, cluster: ClusterData, spec: TestOverlaySpec): object {
  const issuer = file.issuers.find(({ name }) => name === 'cluster')!;
  const tenant = file.tenants[0]!;
  const id = spec.namespace;
  const { bucket, roleArn, account } = spec.account;
  const keys = spec.keys && { keys: spec.keys };
  return {
    ...file,
    issuers: [
      { ...issuer, issuer: cluster.issuer, audience: issuer.audience.replace(tenant.id, id), ...keys },
    ],
    tenants: [
      {
        ...tenant,
        id,
        issuers: ['cluster'],
        account: account.id,
        bucket,
        endpoint: cluster.aws.endpoint,
        forcePathStyle: true,
        credentials: { ...tenant.credentials, roleArn },
        grants: tenant.grants.filter((grant) => !('issuer' in grant) || grant.issuer === 'cluster'),
      },
    ],
  };
}

const CA = '/etc/test-authorities/ca.crt';

export const surroundings = ({ aws }: ClusterData) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'tenant-presign' },
  spec: {
    template: {
      spec: {
        containers: [
          {
            name: 'api',
            env: [
              { name: 'NODE_EXTRA_CA_CERTS', value: CA },
              { name: 'AWS_ENDPOINT_URL_STS', value: aws.endpoint },
            ],
            volumeMounts: [{ name: 'test-authorities', mountPath: '/etc/test-authorities', readOnly: true }],
          },
        ],
        volumes: [{ name: 'test-authorities', configMap: { name: 'test-authorities' } }],
      },
    },
  },
});

/** Returns patches that open the ports of AWS and the issuer if they are not 443, as for a named cluster. */
export function otherPorts({ aws, issuer }: ClusterData): object[] {
  const ports = new Set([aws.endpoint, issuer].map((url) => Number(new URL(url).port || 443)));
  ports.delete(443);
  const add = [...ports].map((port) => ({
    op: 'add',
    path: '/spec/egress/1/ports/-',
    value: { protocol: 'TCP', port },
  }));
  const target = { kind: 'NetworkPolicy', name: 'tenant-presign-egress' };
  return add.length === 0 ? [] : [{ target, patch: JSON.stringify(add) }];
}

const annotation = (roleArn: string) => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'tenant-presign', annotations: { 'eks.amazonaws.com/role-arn': roleArn } },
});
