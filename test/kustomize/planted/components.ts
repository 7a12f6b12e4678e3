import { KUSTOMIZATION, entry, type Area } from './plant.js';

export const COMPONENTS: readonly Area[] = [
  {
    area: 'components',
    overlay: 'team-a',
    faults: [
      {
        fault: 'two ways to AWS',
        plant: entry('components', '  - ../../components/pod-identity'),
        file: KUSTOMIZATION,
        text: '../../components/irsa',
        says: 'components pod-identity and irsa exclude each other: a pod has one way to AWS',
      },
      {
        fault: 'none',
        plant: (workspace, overlay) => {
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../components/irsa\n', '');
        },
        file: KUSTOMIZATION,
        text: 'components:',
        says: 'add one of irsa, pod-identity, chained-role (components/…)',
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
          const knative = '  - ../../components/knative\n';
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../components/service-monitor\n', knative);
        },
        file: KUSTOMIZATION,
        text: '../../components/',
        says: 'exclude each other: Knative has an ingress of its own',
      },
      {
        fault: 'Knative and a monitor of what it takes away',
        plant: (workspace, overlay) => {
          const components = '  - ../../components/service-monitor\n  - ../../components/knative\n';
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../components/gateway-route\n', '');
          workspace.replace(
            `${overlay}/${KUSTOMIZATION}`,
            '  - ../../components/service-monitor\n',
            components,
          );
        },
        file: KUSTOMIZATION,
        text: '../../components/knative',
        says: 'components service-monitor and knative exclude each other',
      },
      {
        fault: 'one twice',
        plant: entry('components', '  - ../../components/gateway-route'),
        file: KUSTOMIZATION,
        text: '../../components/gateway-route',
        says: 'component gateway-route stands twice',
      },
      {
        fault: 'one that isn’t there',
        plant: entry('components', '  - ../../components/istio'),
        file: KUSTOMIZATION,
        text: '../../components/istio',
        says: '../../components/istio isn’t there',
      },
    ],
  },
];
