import { type Area, KUSTOMIZATION, replace } from './plant.js';

export const NAMESPACE: readonly Area[] = [
  {
    area: 'namespace',
    overlay: 'team-a',
    faults: [
      {
        fault: 'the Namespace is called otherwise',
        plant: replace('namespace.yaml', 'name: team-a', 'name: team-x'),
        file: 'namespace.yaml',
        text: 'name: team-x',
        says: 'the Namespace is called team-x, and kustomization.yaml puts everything into team-a',
      },
      {
        fault: 'no Pod Security label',
        plant: replace('namespace.yaml', '    pod-security.kubernetes.io/enforce: restricted\n', ''),
        file: 'namespace.yaml',
        text: 'labels:',
        says: 'has no label pod-security.kubernetes.io/enforce: restricted',
      },
      {
        fault: 'a weaker Pod Security level',
        plant: replace('namespace.yaml', 'enforce: restricted', 'enforce: baseline'),
        file: 'namespace.yaml',
        text: 'enforce: baseline',
        says: 'is labelled baseline, not pod-security.kubernetes.io/enforce: restricted',
      },
      {
        fault: 'no Namespace',
        plant: replace(KUSTOMIZATION, '  - namespace.yaml\n', ''),
        file: KUSTOMIZATION,
        text: 'resources',
        says: 'makes no Namespace',
      },
      {
        fault: 'a tenant called otherwise than its namespace, which its tokens name',
        plant: replace('tenants.yaml', 'id: team-a', 'id: team-aa'),
        file: 'tenants.yaml',
        text: 'id: team-aa',
        says: 'it must be called as its namespace, team-a, and not team-aa',
      },
    ],
  },
];
