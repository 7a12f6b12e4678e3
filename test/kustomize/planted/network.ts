import { KUSTOMIZATION, deletion, operation, patch, resource, strategicMerge, type Area } from './plant.js';

export const NETWORK: readonly Area[] = [
  {
    area: 'network',
    overlay: 'team-a',
    faults: [
      {
        fault: 'no default deny',
        plant: deletion('networking.k8s.io/v1', 'NetworkPolicy', 'tenant-presign-default-deny'),
        file: KUSTOMIZATION,
        text: 'default-deny',
        says: 'no NetworkPolicy denies by default',
      },
      {
        fault: 'no policy at all',
        plant: (workspace) => {
          workspace.replace('base/kustomization.yaml', '  - network-policy.yaml\n', '');
          for (const part of ['', '/gateway-route'])
            workspace.replace(
              `clusters/blue${part}/kustomization.yaml`,
              'resources:\n  - network-policy.yaml\n',
              '',
            );
        },
        file: KUSTOMIZATION,
        text: undefined,
        says: 'no NetworkPolicy selects the API’s pods',
      },
      {
        fault: 'egress written anew, open to everything',
        plant: strategicMerge(
          'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: tenant-presign-egress }\nspec:\n  egress:\n    - to: [{ namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: kube-system } }, podSelector: { matchLabels: { k8s-app: kube-dns } } }]\n      ports: [{ port: 53, protocol: UDP }, { port: 443, protocol: TCP }]\n    - ports: [{ port: 443, protocol: TCP }]\n',
        ),
        file: 'extra.yaml',
        text: '- ports:',
        says: 'this rule lets pods reach every address',
      },
      {
        fault: 'a default deny of one direction',
        plant: patch(
          'NetworkPolicy tenant-presign-default-deny',
          operation('replace', '/spec/policyTypes', '[Ingress]'),
        ),
        file: KUSTOMIZATION,
        text: 'path: /spec/policyTypes',
        says: 'no NetworkPolicy denies by default',
      },
      {
        fault: 'everywhere, and the node’s metadata service',
        plant: patch(
          'NetworkPolicy tenant-presign-egress',
          operation('replace', '/spec/egress/1/to/0/ipBlock/cidr', '0.0.0.0/0'),
        ),
        file: KUSTOMIZATION,
        text: 'path: /spec/egress/1/to/0/ipBlock/cidr',
        says: '0.0.0.0/0 includes addresses that pods must not reach: link-local (169.254.0.0/16), pods (10.0.0.0/8), Services (172.20.0.0/16);',
      },
      {
        fault: 'ranges by except',
        plant: patch(
          'NetworkPolicy tenant-presign-egress',
          operation(
            'add',
            '/spec/egress/-',
            '{ to: [{ ipBlock: { cidr: 10.1.0.0/16, except: [10.1.2.0/24] } }], ports: [{ protocol: TCP, port: 443 }] }',
          ),
        ),
        file: KUSTOMIZATION,
        text: 'except',
        says: 'the VPC CNI ignores except if another rule allows the same range',
      },
      {
        fault: 'the whole range of pods',
        plant: patch(
          'NetworkPolicy tenant-presign-egress',
          operation('add', '/spec/egress/1/to/-', '{ ipBlock: { cidr: 10.0.0.0/8 } }'),
        ),
        file: KUSTOMIZATION,
        text: 'path: /spec/egress/1/to/-',
        says: '10.0.0.0/8 includes addresses that pods must not reach: pods (10.0.0.0/8)',
      },
      {
        fault: 'a subnet of the API server',
        plant: patch(
          'NetworkPolicy tenant-presign-egress',
          operation('add', '/spec/egress/1/to/-', '{ ipBlock: { cidr: 10.0.0.8/29 } }'),
        ),
        file: KUSTOMIZATION,
        text: 'path: /spec/egress/1/to/-',
        says: '10.0.0.8/29 is in a subnet of the API server (10.0.0.0/28)',
      },
      {
        fault: 'every pod, by address',
        plant: patch(
          'NetworkPolicy tenant-presign-ingress',
          operation('add', '/spec/ingress/0/from/-', '{ ipBlock: { cidr: 10.0.0.0/7 } }'),
        ),
        file: KUSTOMIZATION,
        text: 'path: /spec/ingress/0/from/-',
        says: 'this rule admits every pod (10.0.0.0/8)',
      },
      {
        fault: 'a policy of Cilium’s on another CNI',
        plant: resource(
          'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: { name: tenant-presign-node }\nspec: { endpointSelector: {}, egress: [{ toEntities: [all] }] }\n',
        ),
        file: 'extra.yaml',
        text: 'kind: CiliumNetworkPolicy',
        says: 'CiliumNetworkPolicy tenant-presign-node has no effect: the cluster’s cni is vpc-cni (clusters/blue.yaml)',
      },
      {
        fault: 'every port outside',
        plant: patch('NetworkPolicy tenant-presign-egress', operation('remove', '/spec/egress/1/ports')),
        file: KUSTOMIZATION,
        text: 'path: /spec/egress/1/ports',
        says: 'this rule opens every port',
      },
      {
        fault: 'the API server',
        plant: patch(
          'NetworkPolicy tenant-presign-egress',
          operation(
            'add',
            '/spec/egress/-',
            '{ to: [{ ipBlock: { cidr: 172.20.0.1/32 } }], ports: [{ protocol: TCP, port: 443 }] }',
          ),
        ),
        file: KUSTOMIZATION,
        text: '172.20.0.1/32',
        says: '172.20.0.1/32 is in the range of Services',
      },
      {
        fault: 'the node’s metadata service by its address',
        plant: patch(
          'NetworkPolicy tenant-presign-egress',
          operation(
            'add',
            '/spec/egress/-',
            '{ to: [{ ipBlock: { cidr: 169.254.169.254/32 } }], ports: [{ protocol: TCP, port: 80 }] }',
          ),
        ),
        file: KUSTOMIZATION,
        text: '169.254.169.254/32',
        says: 'has 169.254.169.254',
      },
      {
        fault: 'no way to AWS',
        plant: patch('NetworkPolicy tenant-presign-egress', operation('remove', '/spec/egress/1')),
        file: KUSTOMIZATION,
        text: 'egress',
        says: 'pods can’t reach AWS',
      },
      {
        fault: 'no way in',
        plant: (workspace, overlay) => {
          for (const name of ['tenant-presign-ingress', 'tenant-presign-gateway'])
            deletion('networking.k8s.io/v1', 'NetworkPolicy', name)(workspace, overlay);
        },
        file: KUSTOMIZATION,
        text: undefined,
        says: 'no NetworkPolicy lets clients reach port 3000',
      },
      {
        fault: 'names that can’t be resolved',
        plant: patch(
          'NetworkPolicy tenant-presign-egress',
          operation('add', '/spec/egress/0/to/0/podSelector/matchLabels/team', 'team-a'),
        ),
        file: KUSTOMIZATION,
        text: 'podSelector',
        says: 'pods can’t resolve names',
      },
      {
        fault: 'every namespace',
        plant: patch(
          'NetworkPolicy tenant-presign-ingress',
          operation('add', '/spec/ingress/0/from/-', '{ namespaceSelector: {} }'),
        ),
        file: KUSTOMIZATION,
        text: 'from',
        says: 'this rule admits every namespace',
      },
      {
        fault: 'every client',
        plant: patch('NetworkPolicy tenant-presign-ingress', operation('remove', '/spec/ingress/0/from')),
        file: KUSTOMIZATION,
        text: 'from',
        says: 'this rule admits every client',
      },
      {
        fault: 'the management port for clients',
        plant: patch(
          'NetworkPolicy tenant-presign-ingress',
          operation('add', '/spec/ingress/0/ports/-', '{ protocol: TCP, port: 9090 }'),
        ),
        file: '../clusters/blue/network-policy.yaml',
        text: 'podSelector: {}',
        says: 'the management port shows internal data',
      },
    ],
  },
];
