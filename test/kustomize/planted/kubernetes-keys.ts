import type { Workspace } from '../support/workspace.js';
import { KUSTOMIZATION, operation, patch, replace, type Area, type Plant } from './plant.js';

const COMPONENT = '  - ../../clusters/blue/kubernetes-keys\n';
const ISSUER = '    tenants: /kubernetes.io/namespace\n';
const FIRST = '  - ../../clusters/blue\n';

/** Changes a tenant's overlay to read keys from the API server, as `tenant:new --keys kubernetes` does. */
export function readKeysFromApiServer(workspace: Workspace, overlay: string): void {
  listComponent(workspace, overlay);
  setKeys(workspace, overlay);
}

const listComponent: Plant = (workspace, overlay) => {
  const path = `${overlay}/${KUSTOMIZATION}`;
  const [components] = /(?<=\ncomponents:\n)(?: {2}- .*\n)+/.exec(workspace.read(path))!;
  workspace.replace(path, components, components + COMPONENT);
};
const setKeys: Plant = replace('tenants.yaml', ISSUER, `    keys: kubernetes\n${ISSUER}`);
const then =
  (...plants: readonly Plant[]): Plant =>
  (workspace, overlay) => {
    readKeysFromApiServer(workspace, overlay);
    for (const plant of plants) plant(workspace, overlay);
  };
const POLICY = 'NetworkPolicy tenant-presign-api-server';

export const KUBERNETES_KEYS: readonly Area[] = [
  {
    area: 'keys of the API server',
    overlay: 'team-a',
    faults: [
      {
        fault: 'keys: kubernetes without its component',
        plant: setKeys,
        file: 'tenants.yaml',
        text: 'keys: kubernetes',
        says: 'add ../../clusters/blue/kubernetes-keys to components',
      },
      {
        fault: 'a token that nothing needs',
        plant: listComponent,
        file: KUSTOMIZATION,
        text: '../../clusters/blue/kubernetes-keys',
        says: 'component kubernetes-keys gives pods a token that is not used',
      },
      {
        fault: 'keys: kubernetes for another issuer',
        plant: then(
          replace('tenants.yaml', '    tenants: /tenants\n', '    keys: kubernetes\n    tenants: /tenants\n'),
        ),
        file: 'tenants.yaml',
        text: 'keys: kubernetes',
        says: 'reads only the keys of https://oidc.eks.eu-west-1.amazonaws.com/id/7A1C90D2E45B4F6680B3D9E2C5F1A847 (clusters/blue.yaml)',
      },
      {
        fault: 'the component without its cluster',
        plant: then(replace(KUSTOMIZATION, 'clusters/blue/kubernetes-keys', 'components/kubernetes-keys')),
        file: KUSTOMIZATION,
        text: '../../components/kubernetes-keys',
        says: 'component kubernetes-keys is incomplete without the settings of a cluster; list ../../clusters/blue/kubernetes-keys',
      },
      {
        fault: 'no way to the API server',
        plant: then(
          patch(POLICY, operation('replace', '/spec/egress/0/to/0/ipBlock/cidr', '203.0.113.1/32')),
        ),
        file: KUSTOMIZATION,
        text: '../../clusters/blue/kubernetes-keys',
        says: 'no NetworkPolicy lets pods reach the API server, 172.20.0.1/32 port 443',
      },
      {
        fault: 'a way to all Services',
        plant: then(patch(POLICY, operation('replace', '/spec/egress/0/to/0/ipBlock/cidr', '172.20.0.0/24'))),
        file: KUSTOMIZATION,
        text: 'cidr',
        says: '172.20.0.0/24 is in the range of Services',
        alone: true,
      },
      {
        fault: 'a way to the API server without the component',
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
        says: '172.20.0.1/32 is in the range of Services (172.20.0.0/16), which includes the API server; remove it',
      },
      {
        fault: 'a token by hand',
        plant: patch(
          'Deployment',
          operation(
            'add',
            '/spec/template/spec/volumes/-',
            '{ name: token, projected: { sources: [{ serviceAccountToken: { path: token } }] } }',
          ),
        ),
        file: KUSTOMIZATION,
        text: 'name: token',
        says: 'a token for the API server is mounted, and the API has no rights in the cluster; remove it',
      },
      {
        fault: 'rights in the cluster',
        plant: then((workspace, overlay) => {
          workspace.replace(
            `${overlay}/${KUSTOMIZATION}`,
            '  - ../../base\n',
            '  - ../../base\n  - binding.yaml\n',
          );
          workspace.write(
            `${overlay}/binding.yaml`,
            'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: view }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }\nsubjects: [{ kind: ServiceAccount, name: tenant-presign, namespace: team-a }]\n',
          );
        }),
        file: 'binding.yaml',
        text: 'kind: RoleBinding',
        says: 'RoleBinding view gives rights in the cluster',
      },
    ],
  },
  {
    area: 'keys of the API server, with Knative',
    overlay: 'team-c',
    faults: [
      {
        fault: 'the component before knative',
        plant: (workspace, overlay) => {
          setKeys(workspace, overlay);
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, FIRST, FIRST + COMPONENT);
        },
        file: KUSTOMIZATION,
        text: '../../clusters/blue/kubernetes-keys',
        says: 'component kubernetes-keys changes no pod; list it after knative',
      },
    ],
  },
];
