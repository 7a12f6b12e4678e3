import { KUSTOMIZATION, deletion, entry, operation, patch, replace, type Area } from './plant.js';

export const WORKLOAD: readonly Area[] = [
  {
    area: 'workload',
    overlay: 'team-a',
    faults: [
      {
        fault: 'one replica',
        plant: entry('replicas', '  - { name: tenant-presign, count: 1 }'),
        file: '../base/deployment.yaml',
        text: 'replicas: 2',
        says: 'has 1 replica',
      },
      {
        fault: 'a budget that blocks every drain',
        plant: patch('PodDisruptionBudget', operation('replace', '/spec/maxUnavailable', '0')),
        file: KUSTOMIZATION,
        text: 'maxUnavailable',
        says: 'must say maxUnavailable: 1',
      },
      {
        fault: 'a budget that protects pods that never were ready',
        plant: patch('PodDisruptionBudget', operation('remove', '/spec/unhealthyPodEvictionPolicy')),
        file: KUSTOMIZATION,
        text: 'unhealthyPodEvictionPolicy',
        says: 'must be AlwaysAllow',
      },
      {
        fault: 'no budget',
        plant: deletion('policy/v1', 'PodDisruptionBudget', 'tenant-presign'),
        file: KUSTOMIZATION,
        text: undefined,
        says: 'no PodDisruptionBudget is for our pods',
      },
      {
        fault: 'no memory limit',
        plant: patch('Deployment', operation('remove', '/spec/template/spec/containers/0/resources/limits')),
        file: '../base/deployment.yaml',
        text: 'limits:',
        says: 'container api has no memory limit',
      },
      {
        fault: 'liveness that depends on AWS',
        plant: patch(
          'Deployment',
          operation(
            'replace',
            '/spec/template/spec/containers/0/livenessProbe/httpGet/path',
            '/health/ready',
          ),
        ),
        file: KUSTOMIZATION,
        text: 'path: /spec/template/spec/containers/0/livenessProbe/httpGet/path',
        says: 'livenessProbe of container api must ask /health/live',
      },
      {
        fault: 'an old pod that goes before the new is ready',
        plant: patch('Deployment', operation('replace', '/spec/strategy/rollingUpdate/maxUnavailable', '1')),
        file: KUSTOMIZATION,
        text: 'maxUnavailable',
        says: 'maxUnavailable must be 0',
      },
      {
        fault: 'a grace that ends before requests do',
        plant: patch(
          'Deployment',
          operation('replace', '/spec/template/spec/terminationGracePeriodSeconds', '20'),
        ),
        file: KUSTOMIZATION,
        text: 'terminationGracePeriodSeconds',
        says: 'terminationGracePeriodSeconds is 20: less than 10 s of preStop',
      },
      {
        fault: 'a tenant file that pods don’t find',
        plant: patch(
          'Deployment',
          operation('replace', '/spec/template/spec/containers/0/env/0/value', '/etc/tenants.yaml'),
        ),
        file: KUSTOMIZATION,
        text: 'env',
        says: 'TENANTS_FILE is /etc/tenants.yaml, and the tenant file is mounted at /etc/tenant-presign/tenants.yaml',
      },
      {
        fault: 'a tenant file that changes under running pods',
        plant: replace(
          KUSTOMIZATION,
          'behavior: merge\n',
          'behavior: merge\n    options: { disableNameSuffixHash: true }\n',
        ),
        file: KUSTOMIZATION,
        text: 'name: tenant-presign',
        says: 'disableNameSuffixHash',
      },
      {
        fault: 'a Service of nobody',
        plant: patch('Service', operation('replace', '/spec/selector', '{ app: presign }')),
        file: KUSTOMIZATION,
        text: 'selector',
        says: 'Service tenant-presign selects none of our pods',
      },
      {
        fault: 'a patch that meets nothing',
        plant: patch('Deployment presign', operation('replace', '/spec/replicas', '3')),
        file: KUSTOMIZATION,
        text: 'target: { kind: Deployment, name: presign }',
        says: 'the patch’s target, Deployment presign, is nothing that the overlay makes',
      },
      {
        fault: 'a route for every host',
        plant: replace('http-route.yaml', 'hostnames: [team-a.presign.example]', 'hostnames: []'),
        file: 'http-route.yaml',
        text: 'hostnames',
        says: 'has no hostnames',
      },
      {
        fault: 'a route without a host of its own',
        plant: replace(KUSTOMIZATION, '  - path: http-route.yaml\n', ''),
        file: '../components/gateway-route/http-route.yaml',
        text: 'PLACEHOLDER',
        says: 'is a placeholder that reaches the cluster',
      },
    ],
  },
];
