import { CONTAINER, KUSTOMIZATION, append, entry, operation, patch, replace, type Area } from './plant.js';

const KEY = ['AKIA', 'IOSFODNN7ABCDEFG'].join('');

export const SOURCES: readonly Area[] = [
  {
    area: 'deprecated fields',
    overlay: 'team-a',
    faults: [
      {
        fault: 'bases',
        plant: replace(KUSTOMIZATION, '  - ../../base\n', '\nbases:\n  - ../../base\n'),
        file: KUSTOMIZATION,
        text: 'bases:',
        says: 'bases is deprecated; write resources',
      },
      {
        fault: 'commonLabels',
        plant: append(KUSTOMIZATION, '\ncommonLabels: { team: team-a }\n'),
        file: KUSTOMIZATION,
        text: 'commonLabels',
        says: 'commonLabels is deprecated; write labels',
      },
      {
        fault: 'patchesStrategicMerge',
        plant: (workspace, overlay) => {
          workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - path: service-account.yaml\n', '');
          workspace.append(
            `${overlay}/${KUSTOMIZATION}`,
            '\npatchesStrategicMerge: [service-account.yaml]\n',
          );
        },
        file: KUSTOMIZATION,
        text: 'patchesStrategicMerge',
        says: 'write patches',
      },
      {
        fault: 'patchesJson6902',
        plant: append(
          KUSTOMIZATION,
          '\npatchesJson6902:\n  - target: { group: apps, version: v1, kind: Deployment, name: tenant-presign }\n    patch: "[{\\"op\\":\\"replace\\",\\"path\\":\\"/spec/replicas\\",\\"value\\":3}]"\n',
        ),
        file: KUSTOMIZATION,
        text: 'patchesJson6902',
        says: 'write patches',
      },
      {
        fault: 'vars',
        plant: append(
          KUSTOMIZATION,
          '\nvars:\n  - name: ACCOUNT_NAME\n    objref: { apiVersion: v1, kind: ServiceAccount, name: tenant-presign }\n',
        ),
        file: KUSTOMIZATION,
        text: 'vars',
        says: 'write replacements',
      },
      {
        fault: 'labels in selectors',
        plant: entry('labels', '  - pairs: { team: team-a }\n    includeSelectors: true'),
        file: KUSTOMIZATION,
        text: 'includeSelectors',
        says: 'includeSelectors leaks the labels into the peers of NetworkPolicies',
      },
    ],
  },
  {
    area: 'secrets',
    overlay: 'team-a',
    faults: [
      {
        fault: 'a secretGenerator',
        plant: entry('secretGenerator', '  - name: tenant-presign-sealing\n    literals: [keys.json=x]'),
        file: KUSTOMIZATION,
        text: 'secretGenerator',
        says: 'an overlay must not contain secrets',
      },
      {
        fault: 'a Secret',
        plant: (workspace, overlay) => {
          workspace.replace(
            `${overlay}/${KUSTOMIZATION}`,
            '  - ../../base\n',
            '  - ../../base\n  - secret.yaml\n',
          );
          workspace.write(
            `${overlay}/secret.yaml`,
            'apiVersion: v1\nkind: Secret\nmetadata: { name: sealing }\ndata: {}\n',
          );
        },
        file: 'secret.yaml',
        text: 'kind: Secret',
        says: 'a Secret; an overlay must not contain secrets',
      },
      {
        fault: 'a key file',
        plant: (workspace, overlay) => workspace.write(`${overlay}/keys.json`, '{}'),
        file: 'keys.json',
        text: undefined,
        says: 'this looks like a key file',
      },
      {
        fault: 'a password, for any program',
        plant: append('tenants.yaml', '# password: hunter2\n'),
        file: 'tenants.yaml',
        text: 'hunter2',
        says: 'a key, token or password',
      },
      {
        fault: 'a private JWK in a file of any kind',
        plant: (workspace, overlay) =>
          workspace.write(`${overlay}/notes.txt`, `seals:\n{"kty":"oct","k":"${'a'.repeat(43)}"}\n`),
        file: 'notes.txt',
        text: '"kty"',
        says: 'a key, token or password',
      },
      {
        fault: 'an AWS key in the environment',
        plant: patch(
          'Deployment',
          operation('add', `${CONTAINER}/env/-`, '{ name: AWS_SECRET_ACCESS_KEY, value: abc }'),
        ),
        file: KUSTOMIZATION,
        text: 'AWS_SECRET_ACCESS_KEY',
        says: 'a key, token or password',
      },
      {
        fault: 'an access key in a value',
        plant: append('service-account.yaml', `    note: ${KEY}\n`),
        file: 'service-account.yaml',
        text: 'note:',
        says: 'a key, token or password',
      },
    ],
  },
  {
    area: 'files that are missing',
    overlay: 'team-a',
    faults: ['http-route.yaml', 'tenants.yaml', 'service-account.yaml'].map((name) => ({
      fault: name,
      plant: (workspace, overlay) => workspace.remove(`${overlay}/${name}`),
      file: KUSTOMIZATION,
      text: name,
      says: `${name} doesn’t exist`,
    })),
  },
  {
    area: 'placeholders',
    overlay: 'team-a',
    faults: ['PLACEHOLDER', 'REPLACE_ME', 'change-me', '<bucket>', '{{ bucket }}', 'TODO'].map((word) => ({
      fault: word,
      plant: append('service-account.yaml', `    owner: '${word}'\n`),
      file: 'service-account.yaml',
      text: 'owner:',
      says: `“${word}” is a placeholder; replace it with your value`,
    })),
  },
];
