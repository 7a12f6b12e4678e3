import { parseImage } from '../../kustomize/image.js';
import { CREDENTIALS, type TenantRequest } from './tenant-request.js';
import { chained, direct, indented, platformSettings, teamSettings } from './tenant-settings.js';

/** Returns the files of a tenant's overlay, by name. All values are valid, so that none needs quotes. */
export function overlayFiles(request: TenantRequest): Map<string, string> {
  const { name, host, credentials, createNamespace } = request;
  const files = new Map([
    ['kustomization.yaml', kustomization(request)],
    ['tenants.yaml', tenants(request)],
  ]);
  if (createNamespace) files.set('namespace/kustomization.yaml', namespace(name));
  if (credentials !== 'pod-identity') files.set('service-account.yaml', serviceAccount(request));
  if (host !== undefined) files.set('http-route.yaml', httpRoute(host));
  return files;
}

function kustomization({
  name,
  cluster,
  credentials,
  scale,
  host,
  image,
  repository,
  keys,
}: TenantRequest): string {
  const ofCluster = `../../clusters/${cluster}`;
  const components = [
    ofCluster,
    credentials === 'pod-identity'
      ? `${ofCluster}/pod-identity`
      : `../../components/${CREDENTIALS[credentials]}`,
    scale === 'knative' ? `${ofCluster}/knative` : scale && `../../components/${scale}`,
    host && `${ofCluster}/gateway-route`,
    keys && `${ofCluster}/kubernetes-keys`, // after knative, since it changes Knative's pods
  ].filter((each) => each !== undefined);
  const patches = [
    credentials !== 'pod-identity' && 'service-account.yaml',
    host && 'http-route.yaml',
  ].filter(Boolean);
  return `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization

namespace: ${name}

resources:
  - ../../base

components:
${components.map((each) => `  - ${each}\n`).join('')}${
    patches.length === 0 ? '' : `\npatches:\n${patches.map((each) => `  - path: ${each}\n`).join('')}`
  }
configMapGenerator:
  - name: tenant-presign
    behavior: merge
    files: [tenants.yaml]
${image === undefined ? '' : override(image, repository)}`;
}

/** Returns an entry that replaces the cluster's image, whose name is the one that the cluster's component sets. */
function override(image: string, name: string): string {
  const { repository, tag, digest } = parseImage(image);
  return `
images:
  - name: ${name}
    newName: ${repository}
    newTag: ${JSON.stringify(tag).replaceAll('"', "'")}
${digest === undefined ? '' : `    digest: ${digest}\n`}`;
}

function namespace(name: string): string {
  return `# The tenant's Namespace, apart from the overlay: deleting or pruning the overlay does not delete it.
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization

namespace: ${name}

components:
  - ../../../components/namespace
`;
}

function serviceAccount({ name, credentials, roleArn, sourceRoleArn }: TenantRequest): string {
  return `apiVersion: v1
kind: ServiceAccount
metadata:
  name: tenant-presign
  annotations:
    eks.amazonaws.com/role-arn: ${credentials === 'chained' ? sourceRoleArn : roleArn}
    # The subject that the role's trust policy names.
    tenant-presign/subject: system:serviceaccount:${name}:tenant-presign
`;
}

function httpRoute(host: string): string {
  return `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: tenant-presign
spec:
  hostnames: [${host}]
`;
}

function tenants(request: TenantRequest): string {
  const { name, issuer, keys, terms } = request;
  return `# yaml-language-server: $schema=../../../../docs/tenant-file.schema.json
version: 1
issuers:
  - name: cluster # tokens of pods: kubectl create token APP --namespace ${name} --audience tenant-presign/${name}
    issuer: ${issuer}
    audience: tenant-presign/${name} # this deployment's own, so that other services refuse its callers' tokens
${keys === undefined ? '' : `    keys: ${keys} # read from the API server: pods can't reach the issuer\n`}    tenants: /kubernetes.io/namespace
tenants:
  - id: ${name}
    issuers: [cluster]
${indented(4, platformSettings(request, credentialsOf(request)))}${indented(4, teamSettings(terms))}`;
}

function credentialsOf({ credentials, roleArn, sourceRoleArn, externalId, terms }: TenantRequest) {
  return {
    irsa: direct(roleArn, terms.session),
    'pod-identity': ['type: container', `roleArn: ${roleArn}`],
    chained: chained(roleArn, externalId, ['type: web-identity', `roleArn: ${sourceRoleArn}`]),
  }[credentials];
}
