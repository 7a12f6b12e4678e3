import { type Area, CONTAINER, KUSTOMIZATION, operation, patch, strategicMerge } from './plant.js';

export const POD_SECURITY: readonly Area[] = [
  {
    area: 'Pod Security',
    overlay: 'team-a',
    faults: [
      ...(
        [
          [
            'automount',
            '/spec/template/spec/automountServiceAccountToken',
            'true',
            'automountServiceAccountToken must be false',
          ],
          ['host network', '/spec/template/spec/hostNetwork', 'true', 'hostNetwork gives the pod access'],
          [
            'privileged',
            `${CONTAINER}/securityContext/privileged`,
            'true',
            'privileged gives the container the rights of root on the node',
          ],
          [
            'escalation',
            `${CONTAINER}/securityContext/allowPrivilegeEscalation`,
            'true',
            'allowPrivilegeEscalation must be false',
          ],
          [
            'a root that can be written',
            `${CONTAINER}/securityContext/readOnlyRootFilesystem`,
            'false',
            'readOnlyRootFilesystem must be true',
          ],
          ['root by number', `${CONTAINER}/securityContext/runAsUser`, '0', 'runAsUser must not be 0'],
          ['root allowed', `${CONTAINER}/securityContext/runAsNonRoot`, 'false', 'runAsNonRoot must be true'],
          [
            'a capability',
            `${CONTAINER}/securityContext/capabilities/add`,
            '[NET_ADMIN]',
            'capabilities.add must be empty',
          ],
          [
            'capabilities kept',
            `${CONTAINER}/securityContext/capabilities/drop`,
            '[]',
            'capabilities.drop must be [ALL]',
          ],
          [
            'no seccomp',
            `${CONTAINER}/securityContext/seccompProfile/type`,
            'Unconfined',
            'seccompProfile.type must be RuntimeDefault',
          ],
          [
            'a folder of the node',
            '/spec/template/spec/volumes/-',
            '{ name: node, hostPath: { path: / } }',
            'a hostPath volume is not allowed',
          ],
        ] as const
      ).map(([fault, path, value, says]) => ({
        fault,
        plant: patch('Deployment', operation('add', path, value)),
        file: KUSTOMIZATION,
        text: /\/([^/]+)(?:\/-)?$/.exec(path)![1] === 'volumes' ? 'hostPath' : /[^/]+$/.exec(path)![0],
        says,
      })),
      {
        fault: 'privileged, by a patch of the Deployment’s own shape',
        plant: strategicMerge(
          'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: tenant-presign }\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          securityContext:\n            privileged: true\n',
        ),
        file: 'extra.yaml',
        text: 'privileged: true',
        says: 'privileged gives the container the rights of root on the node',
      },
      {
        fault: 'rights in the cluster',
        plant: (workspace, overlay) => {
          workspace.replace(
            `${overlay}/${KUSTOMIZATION}`,
            '  - ../../base\n',
            '  - ../../base\n  - rights.yaml\n',
          );
          workspace.write(
            `${overlay}/rights.yaml`,
            'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: { name: presign }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }\nsubjects: [{ kind: ServiceAccount, name: tenant-presign }]\n',
          );
        },
        file: 'rights.yaml',
        text: 'kind: RoleBinding',
        says: 'RoleBinding presign gives rights in the cluster',
      },
      {
        fault: 'automount of the service account',
        plant: patch('ServiceAccount', operation('replace', '/automountServiceAccountToken', 'true')),
        file: KUSTOMIZATION,
        text: 'automountServiceAccountToken',
        says: 'automountServiceAccountToken of the ServiceAccount must be false',
      },
    ],
  },
];
