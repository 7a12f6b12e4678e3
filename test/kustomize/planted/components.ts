import { readCluster, writeCluster } from '../../../apps/operator-cli/src/cluster/clusters.js';
import type { Workspace } from '../support/workspace.js';
import { KUSTOMIZATION, entry, replace, type Area, type Plant } from './plant.js';

function otherCluster(workspace: Workspace): void {
  workspace.write('clusters/green.yaml', workspace.read('clusters/blue.yaml'));
  const { profile } = readCluster(workspace.layout, 'green');
  writeCluster(workspace.layout, profile!);
}

const SERVICE_MONITOR = '  - ../../components/service-monitor\n';
const after = (lines: string): Plant => replace(KUSTOMIZATION, SERVICE_MONITOR, SERVICE_MONITOR + lines);

/** An Ingress with the host of docs/gateway.md. */
export const INGRESS = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: tenant-presign }
spec:
  rules:
    - host: team-a.presign.example
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: tenant-presign, port: { name: http } } } }
`;

/** Changes the cluster's profile so that its policies admit load balancers. */
export function loadBalancerSubnets(workspace: Workspace): void {
  workspace.replace(
    'clusters/blue.yaml',
    'ingress: { namespaces: [], ranges: [] }',
    'ingress: { namespaces: [], ranges: [10.0.8.0/24] }',
  );
  const { profile } = readCluster(workspace.layout, 'blue');
  writeCluster(workspace.layout, profile!);
}

export const COMPONENTS: readonly Area[] = [
  {
    area: 'components',
    overlay: 'team-a',
    faults: [
      {
        fault: 'two ways to AWS',
        plant: replace(
          KUSTOMIZATION,
          '  - ../../components/irsa\n',
          '  - ../../clusters/blue/pod-identity\n  - ../../components/irsa\n',
        ),
        file: KUSTOMIZATION,
        text: '../../components/irsa',
        says: 'components pod-identity and irsa exclude each other: a pod has only one source of credentials',
      },
      {
        fault: 'none',
        plant: (workspace, overlay) => {
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../components/irsa\n', '');
        },
        file: KUSTOMIZATION,
        text: 'components:',
        says: 'add ../../components/irsa, ../../components/chained-role or ../../clusters/blue/pod-identity',
      },
      {
        fault: 'two autoscalers',
        plant: entry('components', '  - ../../components/hpa\n  - ../../components/keda'),
        file: KUSTOMIZATION,
        text: '../../components/keda',
        says: 'components hpa and keda exclude each other',
      },
      {
        fault: 'Knative and a route to what it takes away',
        plant: (workspace, overlay) => {
          const knative = '  - ../../clusters/blue/knative\n';
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../components/service-monitor\n', knative);
        },
        file: KUSTOMIZATION,
        text: '../../clusters/blue/knative',
        says: 'exclude each other: Knative has its own ingress',
      },
      {
        fault: 'Knative and a monitor of what it takes away',
        plant: (workspace, overlay) => {
          const components = '  - ../../components/service-monitor\n  - ../../clusters/blue/knative\n';
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../clusters/blue/gateway-route\n', '');
          workspace.replace(
            `${overlay}/${KUSTOMIZATION}`,
            '  - ../../components/service-monitor\n',
            components,
          );
        },
        file: KUSTOMIZATION,
        text: '../../clusters/blue/knative',
        says: 'components service-monitor and knative exclude each other',
      },
      {
        fault: 'a load balancer that no policy lets in',
        plant: (workspace, overlay) => {
          workspace.replace(
            `${overlay}/${KUSTOMIZATION}`,
            'clusters/blue/gateway-route',
            'components/alb-ingress',
          );
          workspace.replace(
            `${overlay}/${KUSTOMIZATION}`,
            '  - path: http-route.yaml\n',
            '  - path: ingress.yaml\n',
          );
          workspace.remove(`${overlay}/http-route.yaml`);
          workspace.write(`${overlay}/ingress.yaml`, INGRESS);
        },
        file: KUSTOMIZATION,
        text: '../../components/alb-ingress',
        says: 'that no network policy allows to reach pods; name its subnets in ingress.ranges (clusters/blue.yaml)',
      },
      {
        fault: 'a target group without a route',
        plant: (workspace, overlay) => {
          loadBalancerSubnets(workspace);
          workspace.replace(
            `${overlay}/${KUSTOMIZATION}`,
            'clusters/blue/gateway-route',
            'components/alb-target-group',
          );
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - path: http-route.yaml\n', '');
          workspace.remove(`${overlay}/http-route.yaml`);
        },
        file: KUSTOMIZATION,
        text: '../../components/alb-target-group',
        says: 'component alb-target-group needs component gateway-route',
      },
      {
        fault: 'two ways in',
        plant: (workspace, overlay) => {
          loadBalancerSubnets(workspace);
          after('  - ../../components/alb-ingress\n')(workspace, overlay);
          workspace.replace(
            `${overlay}/${KUSTOMIZATION}`,
            '  - path: http-route.yaml\n',
            '  - path: http-route.yaml\n  - path: ingress.yaml\n',
          );
          workspace.write(`${overlay}/ingress.yaml`, INGRESS);
        },
        file: KUSTOMIZATION,
        text: '../../components/alb-ingress',
        says: 'exclude each other: each gives access from outside the cluster',
      },
      {
        fault: 'a pod monitor without Knative',
        plant: after('  - ../../components/pod-monitor\n'),
        file: KUSTOMIZATION,
        text: '../../components/pod-monitor',
        says: 'component pod-monitor needs component knative',
      },
      {
        fault: 'one twice',
        plant: after('  - ../../clusters/blue/gateway-route\n'),
        file: KUSTOMIZATION,
        text: '../../clusters/blue/gateway-route',
        says: 'component gateway-route is listed twice',
      },
      {
        fault: 'one that isn’t there',
        plant: entry('components', '  - ../../components/istio'),
        file: KUSTOMIZATION,
        text: '../../components/istio',
        says: '../../components/istio doesn’t exist',
      },
    ],
  },
  {
    area: 'clusters',
    overlay: 'team-a',
    faults: [
      {
        fault: 'no cluster',
        plant: replace(KUSTOMIZATION, /  - ..\/..\/clusters\/.*\n/g, ''),
        file: KUSTOMIZATION,
        text: 'components:',
        says: 'lists no cluster; add ../../clusters/NAME to components (blue)',
        alone: true,
      },
      {
        fault: 'a cluster that isn’t there',
        plant: replace(KUSTOMIZATION, '  - ../../clusters/blue\n', '  - ../../clusters/bleu\n'),
        file: KUSTOMIZATION,
        text: '../../clusters/bleu',
        says: '../../clusters/bleu doesn’t exist',
      },
      {
        fault: 'parts of two clusters',
        plant: (workspace, overlay) => {
          otherCluster(workspace);
          after('  - ../../clusters/green/pod-identity\n')(workspace, overlay);
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../components/irsa\n', '');
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - path: service-account.yaml\n', '');
          workspace.replace(`${overlay}/tenants.yaml`, 'type: web-identity', 'type: container');
        },
        file: KUSTOMIZATION,
        text: '../../clusters/green/pod-identity',
        says: 'lists clusters blue and green; an overlay is for one',
      },
      {
        fault: 'a cluster after its part',
        plant: (workspace, overlay) => {
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../clusters/blue\n', '');
          after('  - ../../clusters/blue\n')(workspace, overlay);
        },
        file: KUSTOMIZATION,
        text: '../../clusters/blue',
        says: 'lists ../../clusters/blue after one of its parts; put it first',
      },
      {
        fault: 'a part of a cluster alone',
        plant: replace(KUSTOMIZATION, '  - ../../clusters/blue\n', ''),
        file: KUSTOMIZATION,
        text: '../../clusters/blue/gateway-route',
        says: 'lists only a part of cluster blue; add ../../clusters/blue before it',
      },
      {
        fault: 'a route without its cluster',
        plant: replace(KUSTOMIZATION, 'clusters/blue/gateway-route', 'components/gateway-route'),
        file: KUSTOMIZATION,
        text: '../../components/gateway-route',
        says: 'component gateway-route is incomplete without the settings of a cluster; list ../../clusters/blue/gateway-route',
      },
      {
        fault: 'alerts of the whole cluster',
        plant: after('  - ../../components/grafana-dashboard\n'),
        file: KUSTOMIZATION,
        text: '../../components/grafana-dashboard',
        says: 'component grafana-dashboard covers every namespace and belongs in overlay platform',
      },
    ],
  },
  {
    area: 'platform',
    overlay: 'platform',
    faults: [
      {
        fault: 'no namespace',
        plant: replace(KUSTOMIZATION, 'namespace: monitoring\n', ''),
        file: KUSTOMIZATION,
        text: undefined,
        says: 'names no namespace; add namespace: monitoring',
      },
      {
        fault: 'a namespace of a tenant',
        plant: replace(KUSTOMIZATION, 'namespace: monitoring', 'namespace: team-a'),
        file: KUSTOMIZATION,
        text: 'namespace: team-a',
        says: 'team-a is not a namespace of monitoring; name one of those in clusters/blue.yaml: monitoring',
      },
      {
        fault: 'a tenant’s deployment',
        plant: (workspace, overlay) => {
          workspace.append(`${overlay}/${KUSTOMIZATION}`, '\nresources: [deployment.yaml]\n');
          workspace.write(
            `${overlay}/deployment.yaml`,
            'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: tenant-presign }\n',
          );
        },
        file: 'deployment.yaml',
        text: 'kind: Deployment',
        says: 'Deployment tenant-presign must not be in overlay platform',
      },
    ],
  },
];
