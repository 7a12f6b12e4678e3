import { type Area, KUSTOMIZATION, append, replace } from './plant.js';

export const TENANT_FILE: readonly Area[] = [
  {
    area: 'tenant file',
    overlay: 'team-a',
    faults: [
      {
        fault: 'a spelling error',
        plant: replace('tenants.yaml', 'bucket:', 'buckett:'),
        file: 'tenants.yaml',
        text: 'bucket',
        says: 'bucket',
      },
      {
        fault: 'an issuer that isn’t there',
        plant: replace('tenants.yaml', '[cluster, platform]', '[cluster, plattform]'),
        file: 'tenants.yaml',
        text: 'plattform',
        says: 'plattform',
      },
      {
        fault: 'a template that is a placeholder',
        plant: replace('tenants.yaml', 'bucket: team-a-files', 'bucket: ${BUCKET}'),
        file: 'tenants.yaml',
        text: '${BUCKET}',
        says: '“${BUCKET}” is a placeholder',
      },
      {
        fault: 'a KMS key in another region',
        plant: append(
          'tenants.yaml',
          '    encryption: { type: sse-kms, keyArn: "arn:aws:kms:us-east-1:222222222222:key/0b8f6e2a" }\n',
        ),
        file: 'tenants.yaml',
        text: 'keyArn',
        says: 'is a key in us-east-1',
      },
      {
        fault: 'a bucket that names another region',
        plant: replace('tenants.yaml', 'bucket: team-a-files', 'bucket: team-a-files-us-east-1'),
        file: 'tenants.yaml',
        text: 'bucket:',
        says: 'us-east-1',
      },
      {
        fault: 'a grant that a broader one makes pointless',
        plant: replace(
          'tenants.yaml',
          '      - { actions: [download, list], prefixes: [shared/] }\n',
          '      - { actions: [download], prefixes: [shared/old/] }\n      - { actions: [download, list], prefixes: [shared/] }\n',
        ),
        file: 'tenants.yaml',
        text: 'shared/old/',
        says: 'has no effect, because grants[1] allows the same and more',
      },
      {
        fault: 'a role of another partition',
        plant: (workspace, overlay) => {
          for (const file of ['tenants.yaml', 'service-account.yaml']) {
            workspace.replace(`${overlay}/${file}`, 'arn:aws:iam', 'arn:aws-cn:iam');
          }
        },
        file: 'tenants.yaml',
        text: 'roleArn',
        says: 'a role of partition aws-cn can’t be used in eu-west-1',
      },
      {
        fault: 'an audience of tokens for AWS',
        plant: replace('tenants.yaml', /audience: tenant-presign\/team-a #.*/, 'audience: sts.amazonaws.com'),
        file: 'tenants.yaml',
        text: 'sts.amazonaws.com',
        says: 'is the audience of tokens for another service',
      },
      {
        fault: 'namespaces believed from another cluster',
        plant: replace(
          'tenants.yaml',
          'id/7A1C90D2E45B4F6680B3D9E2C5F1A847',
          'id/0123456789ABCDEF0123456789ABCDEF',
        ),
        file: 'tenants.yaml',
        text: 'issuer:',
        says: 'clusters/blue.yaml',
      },
      {
        fault: 'tokens of pods that name their tenant otherwise',
        plant: replace('tenants.yaml', 'tenants: /kubernetes.io/namespace', 'tenants: /sub'),
        file: 'tenants.yaml',
        text: 'tenants: /sub',
        says: 'tokens of this cluster name their namespace only at /kubernetes.io/namespace',
      },
      {
        fault: 'it isn’t in the ConfigMap',
        plant: replace(KUSTOMIZATION, 'files: [tenants.yaml]', 'literals: [a=b]'),
        file: KUSTOMIZATION,
        text: 'configMapGenerator',
        says: 'generates no ConfigMap tenant-presign from a file tenants.yaml',
      },
      {
        fault: 'it isn’t YAML',
        plant: append('tenants.yaml', ' : [\n'),
        file: 'tenants.yaml',
        text: '',
        says: 'isn',
      },
    ],
  },
];
