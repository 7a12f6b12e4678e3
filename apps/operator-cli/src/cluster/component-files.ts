import { stringify } from 'yaml';
import { parseImage } from '../kustomize/image.js';
import {
  egressPolicy,
  gatewayPolicy,
  ingressPolicy,
  knativeIngressPolicy,
  kubernetesKeysPolicy,
  nodePolicy,
  podIdentityPolicy,
} from './network-policies.js';
import type { ClusterProfile } from './profile.js';

/** The parts of a cluster's component that an overlay can choose. Each part is a component in a folder of that name. */
export const PARTS = ['pod-identity', 'knative', 'gateway-route', 'kubernetes-keys', 'platform'] as const;

const DEPLOYMENT_PROBES = [3000, 9090];
const KNATIVE_PROBES = [3000, 8012];

/**
 * Returns the files of `deploy/kustomize/clusters/NAME/`, by their paths in it: Kustomize components with the policies,
 * the image and whatever else differs between clusters. Kustomize can apply them without Node.
 */
export function componentFiles(profile: ClusterProfile): Map<string, string> {
  const files = new Map<string, string>();
  const write = (path: string, ...objects: (object | undefined)[]) => {
    const documents = objects.filter((each) => each !== undefined);
    if (documents.length === 0) return [];
    files.set(
      path,
      header(profile) + documents.map((each) => stringify(each, { lineWidth: 0 })).join('---\n'),
    );
    return [path.slice(path.indexOf('/') + 1)];
  };
  const component = (path: string, content: object) =>
    write(`${path}kustomization.yaml`, {
      apiVersion: 'kustomize.config.k8s.io/v1alpha1',
      kind: 'Component',
      ...content,
    });
  const part = (name: (typeof PARTS)[number], content: object) => component(`${name}/`, content);

  component('', {
    resources: [
      ...write('network-policy.yaml', ingressPolicy(profile), egressPolicy(profile)),
      ...write('cilium-network-policy.yaml', nodePolicy(profile, DEPLOYMENT_PROBES)),
    ],
    images: images(profile),
    ...(profile.ipFamily === 'ipv6' && { patches: [{ path: write('deployment.yaml', LISTEN_ON_IPV6)[0] }] }),
  });
  part('pod-identity', { resources: write('pod-identity/network-policy.yaml', podIdentityPolicy(profile)) });
  part('knative', {
    components: [shared('knative')],
    images: images(profile),
    patches: [
      ...write('knative/network-policy.yaml', knativeIngressPolicy(profile)),
      ...write('knative/cilium-network-policy.yaml', nodePolicy(profile, KNATIVE_PROBES)),
      ...(profile.ipFamily === 'ipv6' ? write('knative/knative-service.yaml', KNATIVE_ON_IPV6) : []),
    ].map((path) => (path === 'knative-service.yaml' ? { path, target: KNATIVE_SERVICE } : { path })),
  });
  part('gateway-route', {
    resources: write('gateway-route/network-policy.yaml', gatewayPolicy(profile)),
    components: [shared('gateway-route')],
    patches: write('gateway-route/http-route.yaml', parentOf(profile)).map((path) => ({ path })),
  });
  part('kubernetes-keys', {
    resources: write('kubernetes-keys/network-policy.yaml', kubernetesKeysPolicy(profile)),
    components: [shared('kubernetes-keys')],
  });
  part('platform', {
    resources: write('platform/cluster.yaml', runbooks(profile)),
    components: ['prometheus-rules', 'grafana-dashboard'].map(shared),
  });
  return files;
}

const shared = (name: string): string => `../../../components/${name}`;

const header = ({ name }: ClusterProfile): string =>
  `# Written from deploy/kustomize/clusters/${name}.yaml by: npm run cluster:render -- ${name}\n`;

function images({ image }: ClusterProfile): object[] {
  const { repository, tag, digest } = parseImage(image);
  return [
    { name: 'tenant-presign', newName: repository, newTag: tag, ...(digest !== undefined && { digest }) },
  ];
}

/** The listen address in an IPv6 cluster. Its pods have no IPv4 address that kubelet and other clients could use. */
const LISTEN_ON_IPV6 = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'tenant-presign' },
  spec: { template: { spec: { containers: [{ name: 'api', env: [{ name: 'HOST', value: '::' }] }] } } },
};
/** The same for Knative. It is a JSON Patch (RFC 6902), because Kustomize merges no lists of custom resources. */
const KNATIVE_ON_IPV6 = [
  { op: 'add', path: '/spec/template/spec/containers/0/env/-', value: { name: 'HOST', value: '::' } },
];
const KNATIVE_SERVICE = { group: 'serving.knative.dev', kind: 'Service', name: 'tenant-presign' };

const parentOf = ({ gateway: { namespace, name, listener } }: ClusterProfile) => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: 'tenant-presign' },
  spec: { parentRefs: [{ name, namespace, sectionName: listener }] },
});

/** Returns the ConfigMap with the address of the runbooks. It is not applied: component prometheus-rules reads it. */
const runbooks = (profile: ClusterProfile) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'cluster', annotations: { 'config.kubernetes.io/local-config': 'true' } },
  data: { runbooks: profile.runbooks },
});
