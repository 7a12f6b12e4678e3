import {
  type Area,
  KUSTOMIZATION,
  NAMESPACE_KUSTOMIZATION,
  entry,
  namespacePatch,
  operation,
  replace,
} from './plant.js';

const ENFORCE = '/metadata/labels/pod-security.kubernetes.io~1enforce';

export const NAMESPACE: readonly Area[] = [
  {
    area: 'namespace',
    overlay: 'team-a',
    faults: [
      {
        fault: 'the Namespace is called otherwise',
        plant: replace(NAMESPACE_KUSTOMIZATION, 'namespace: team-a', 'namespace: team-x'),
        file: NAMESPACE_KUSTOMIZATION,
        text: 'namespace: team-x',
        says: 'the Namespace is called team-x, and the overlay uses namespace team-a',
      },
      {
        fault: 'no Pod Security label',
        plant: namespacePatch(operation('remove', ENFORCE)),
        file: NAMESPACE_KUSTOMIZATION,
        text: 'patches:',
        says: 'has no label pod-security.kubernetes.io/enforce: restricted',
      },
      {
        fault: 'a weaker Pod Security level',
        plant: namespacePatch(operation('replace', ENFORCE, 'baseline')),
        file: NAMESPACE_KUSTOMIZATION,
        text: 'patches:',
        says: 'is labelled baseline, not pod-security.kubernetes.io/enforce: restricted',
      },
      {
        fault: 'a Namespace that a prune takes away',
        plant: namespacePatch(operation('remove', '/metadata/annotations/argocd.argoproj.io~1sync-options')),
        file: NAMESPACE_KUSTOMIZATION,
        text: 'patches:',
        says: 'lacks argocd.argoproj.io/sync-options: Prune=false,Delete=false',
      },
      {
        fault: 'a kustomization for the Namespace that makes none',
        plant: (workspace, overlay) =>
          workspace.write(`${overlay}/${NAMESPACE_KUSTOMIZATION}`, 'kind: Kustomization\ncomponents: []\n'),
        file: NAMESPACE_KUSTOMIZATION,
        text: 'components',
        says: 'makes no Namespace; list ../../../components/namespace',
        alone: true,
      },
      {
        fault: 'a Namespace that goes with the overlay',
        plant: entry('components', '  - ../../components/namespace'),
        file: KUSTOMIZATION,
        text: undefined,
        says: 'makes the Namespace team-a, which kubectl delete -k would delete with everything in it',
      },
      {
        fault: 'a namespace of the cluster itself',
        plant: (workspace, overlay) => {
          for (const file of [KUSTOMIZATION, NAMESPACE_KUSTOMIZATION])
            workspace.replace(`${overlay}/${file}`, 'namespace: team-a', 'namespace: kube-public');
          workspace.replace(`${overlay}/service-account.yaml`, ':team-a:', ':kube-public:');
          workspace.replace(`${overlay}/tenants.yaml`, 'id: team-a', 'id: kube-public');
        },
        file: KUSTOMIZATION,
        text: 'namespace: kube-public',
        says: 'kube-public is a namespace of the cluster itself',
      },
      {
        fault: 'a tenant called otherwise than its namespace, which its tokens name',
        plant: replace('tenants.yaml', 'id: team-a', 'id: team-aa'),
        file: 'tenants.yaml',
        text: 'id: team-aa',
        says: 'its id must be the name of its namespace, team-a, and not team-aa',
      },
    ],
  },
];
