import { CONTAINER, KUSTOMIZATION, entry, operation, patch, type Area } from './plant.js';

export const SCALING: readonly Area[] = [
  {
    area: 'KEDA',
    overlay: 'team-b',
    faults: [
      {
        fault: 'down to none',
        plant: patch('ScaledObject', operation('replace', '/spec/minReplicaCount', '0')),
        file: KUSTOMIZATION,
        text: 'minReplicaCount',
        says: 'minReplicaCount is 0: no request would start a pod again',
      },
      {
        fault: 'down to none by KEDA’s default',
        plant: patch('ScaledObject', operation('remove', '/spec/minReplicaCount')),
        file: KUSTOMIZATION,
        text: 'minReplicaCount',
        says: 'minReplicaCount is 0',
      },
      {
        fault: 'down to none when idle',
        plant: patch('ScaledObject', operation('add', '/spec/idleReplicaCount', '0')),
        file: KUSTOMIZATION,
        text: 'idleReplicaCount',
        says: 'idleReplicaCount removes the last pod',
      },
      {
        fault: 'a number of replicas beside it',
        plant: entry('replicas', '  - { name: tenant-presign, count: 3 }'),
        file: '../components/keda/deployment.yaml',
        text: 'replicas',
        says: 'replicas would reset the number that ScaledObject tenant-presign has set',
      },
      {
        fault: 'scaling what isn’t there',
        plant: patch('ScaledObject', operation('replace', '/spec/scaleTargetRef/name', 'presign')),
        file: KUSTOMIZATION,
        text: 'name',
        says: 'scales presign, which the overlay doesn’t make',
      },
    ],
  },
  {
    area: 'Knative',
    overlay: 'team-c',
    faults: [
      {
        fault: 'a field that its mask drops',
        plant: patch('Service', operation('add', '/spec/template/spec/terminationGracePeriodSeconds', '45')),
        file: KUSTOMIZATION,
        text: 'terminationGracePeriodSeconds',
        says: 'Knative refuses terminationGracePeriodSeconds of a pod',
      },
      {
        fault: 'a field of the container that its mask drops',
        plant: patch(
          'Service',
          operation('add', `${CONTAINER}/lifecycle`, '{ preStop: { sleep: { seconds: 5 } } }'),
        ),
        file: KUSTOMIZATION,
        text: 'lifecycle',
        says: 'Knative refuses lifecycle of a container',
      },
      {
        fault: 'a management port that the queue-proxy has',
        plant: patch('Service', operation('replace', `${CONTAINER}/env/2/value`, "'9091'")),
        file: KUSTOMIZATION,
        text: 'env',
        says: 'MANAGEMENT_PORT is used by queue-proxy',
      },
      {
        fault: 'the Deployment stays',
        plant: (workspace) =>
          workspace.replace('components/knative/kustomization.yaml', /.*kind: Deployment.*\n/, ''),
        file: '../base/deployment.yaml',
        text: 'kind: Deployment',
        says: 'Deployment tenant-presign must not exist beside the Knative Service, which replaces it',
      },
      {
        fault: 'the Service stays',
        plant: (workspace) =>
          workspace.replace('components/knative/kustomization.yaml', /.*kind: Service,.*\n/, ''),
        file: '../base/service.yaml',
        text: 'kind: Service',
        says: 'Service tenant-presign must not exist beside the Knative Service',
      },
    ],
  },
];
