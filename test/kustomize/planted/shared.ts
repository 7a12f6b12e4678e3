import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeShards } from '../../../apps/operator-cli/src/tenants-dir/shards.js';
import type { Workspace } from '../support/workspace.js';
import {
  append,
  CONTAINER,
  KUSTOMIZATION,
  operation,
  patch,
  replace,
  type Area,
  type Plant,
} from './plant.js';

const PLATFORM = 'tenants/platform.yaml';
const SHARDS = 'tenants/kustomization.yaml';
const TEAM_N = 'tenants/team-n.tenant.yaml';
const GRANTS = 'version: 1\ngrants:\n  - { actions: [list], prefixes: [x/] }\n';
const VOLUME = '/spec/template/spec/volumes/1/projected/sources';

/** Plants a fault, and then writes the ConfigMaps as `tenant:shards` does. */
const sharded =
  (plant: Plant): Plant =>
  (workspace, overlay) => {
    plant(workspace, overlay);
    writeShards(join(workspace.root, overlay, 'tenants'));
  };
const all =
  (...plants: readonly Plant[]): Plant =>
  (workspace, overlay) =>
    plants.forEach((plant) => plant(workspace, overlay));
const file =
  (name: string, text: string): Plant =>
  (workspace: Workspace, overlay) =>
    workspace.write(`${overlay}/${name}`, text);
const removal =
  (name: string): Plant =>
  (workspace, overlay) =>
    workspace.remove(`${overlay}/${name}`);
const without = (component: string) => replace(KUSTOMIZATION, `  - ${component}\n`, '');

export const SHARED: readonly Area[] = [
  {
    area: 'platform.yaml of a shared deployment',
    overlay: 'shared',
    faults: [
      {
        fault: 'a stolen bucket',
        plant: replace(PLATFORM, 'bucket: team-n-files', 'bucket: team-m-files'),
        file: PLATFORM,
        text: 'bucket: team-m-files',
        says: 'reaches keys of tenant team-m in bucket team-m-files',
      },
      {
        fault: 'a stolen role',
        plant: all(
          replace(PLATFORM, "account: '555555555552'", "account: '555555555551'"),
          replace(PLATFORM, '555555555552:role/team-n', '555555555551:role/team-m'),
        ),
        file: PLATFORM,
        text: 'role/team-m-presign',
        says: 'is the role of tenant team-m already',
      },
      {
        fault: 'a stolen id',
        plant: replace(PLATFORM, 'id: team-n', 'id: team-m'),
        file: PLATFORM,
        text: 'id: team-m',
        says: '"team-m" is already used by tenants[0]',
      },
      {
        fault: 'an issuer that isn’t there',
        plant: replace(PLATFORM, 'issuers: [cluster]', 'issuers: [clutser]'),
        file: PLATFORM,
        text: 'clutser',
        says: 'did you mean cluster',
      },
      {
        fault: 'what teams decide',
        plant: append(PLATFORM, '    cors: { origins: [https://app.example] }\n'),
        file: PLATFORM,
        text: 'cors',
        says: 'is a setting of the team’s file: move it to ID.tenant.yaml',
      },
      {
        fault: 'an audience of tokens for AWS',
        plant: replace(PLATFORM, 'audience: tenant-presign/shared', 'audience: sts.amazonaws.com'),
        file: PLATFORM,
        text: 'sts.amazonaws.com',
        says: 'is the audience of tokens for',
      },
      {
        fault: 'namespaces believed from another cluster',
        plant: replace(
          PLATFORM,
          'id/7A1C90D2E45B4F6680B3D9E2C5F1A847',
          'id/0123456789ABCDEF0123456789ABCDEF',
        ),
        file: PLATFORM,
        text: 'issuer:',
        says: 'clusters/blue.yaml',
      },
      {
        fault: 'a tenant that may take all pods',
        plant: replace(PLATFORM, ', requestsPerSecond: 100, allCallers: { requestsPerSecond: 500 }', ''),
        file: PLATFORM,
        text: 'ceilings: { maxExpiresIn: 43200 }',
        says: 'no limit keeps tenant team-n from using up the pods',
      },
      {
        fault: 'a tenant without a file',
        plant: sharded(removal(TEAM_N)),
        file: PLATFORM,
        text: 'id: team-n',
        says: 'tenant team-n has no file, so it allows nothing',
      },
      {
        fault: 'credentials of no role in particular',
        plant: replace(PLATFORM, /type: web-identity\n.*\n.*durationSeconds.*\n/, 'type: default\n'),
        file: PLATFORM,
        text: 'credentials',
        says: 'credentials of type default may be those of the node’s role',
      },
      {
        fault: 'a placeholder',
        plant: replace(PLATFORM, 'bucket: team-n-files', 'bucket: ${BUCKET}'),
        file: PLATFORM,
        text: '${BUCKET}',
        says: '“${BUCKET}” is a placeholder',
      },
      {
        fault: 'more than a ConfigMap holds',
        plant: append(PLATFORM, `# ${'x'.repeat(900 * 1024)}\n`),
        file: PLATFORM,
        text: undefined,
        says: 'KiB, and a ConfigMap holds 900',
      },
      {
        fault: 'it isn’t there',
        plant: removal(PLATFORM),
        file: 'tenants',
        text: undefined,
        says: 'platform.yaml is missing',
      },
    ],
  },
  {
    area: 'teams’ files of a shared deployment',
    overlay: 'shared',
    faults: [
      {
        fault: 'a bucket of another',
        plant: append(TEAM_N, 'bucket: team-m-files\n'),
        file: TEAM_N,
        text: 'bucket',
        says: 'bucket is a setting of platform.yaml: remove it',
      },
      {
        fault: 'a limit above the ceiling',
        plant: replace(TEAM_N, 'maxExpiresIn: 600', 'maxExpiresIn: 86400'),
        file: TEAM_N,
        text: 'maxExpiresIn',
        says: 'limits.maxExpiresIn is above the platform’s ceiling (43200)',
      },
      {
        fault: 'URLs that outlive the chained session',
        plant: all(
          replace(PLATFORM, 'ceilings: { maxExpiresIn: 3600', 'ceilings: { maxExpiresIn: 7200'),
          append('tenants/team-m.tenant.yaml', 'limits: { maxExpiresIn: 7200 }\n'),
        ),
        file: 'tenants/team-m.tenant.yaml',
        text: 'limits',
        says: 'maxExpiresIn allows URLs of 7200 s, and no session lasts longer than 3600 s',
      },
      {
        fault: 'a grant that a broader one makes pointless',
        plant: append(TEAM_N, '  - { actions: [download], prefixes: [old/] }\n'),
        file: TEAM_N,
        text: 'old/',
        says: 'has no effect, because grants[0] allows the same and more',
      },
      {
        fault: 'one isn’t YAML',
        plant: append(TEAM_N, 'cors: [\n'),
        file: TEAM_N,
        text: '',
        says: 'YAML',
      },
      {
        fault: 'one of no tenant',
        plant: sharded(file('tenants/team-x.tenant.yaml', GRANTS)),
        file: 'tenants/team-x.tenant.yaml',
        text: 'version',
        says: 'platform.yaml names no tenant team-x',
      },
      {
        fault: 'one with another name',
        plant: file('tenants/team-x.yaml', GRANTS),
        file: 'tenants/team-x.yaml',
        text: undefined,
        says: 'the service does not read this file',
      },
      {
        fault: 'one in a folder below',
        plant: (workspace, overlay) => {
          mkdirSync(join(workspace.root, overlay, 'tenants/more'));
          workspace.write(`${overlay}/tenants/more/team-m.tenant.yaml`, GRANTS);
        },
        file: 'tenants/more/team-m.tenant.yaml',
        text: undefined,
        says: 'the service does not read this file',
      },
    ],
  },
  {
    area: 'ConfigMaps of a shared deployment',
    overlay: 'shared',
    faults: [
      {
        fault: 'a file that none has',
        plant: replace(SHARDS, '      - team-n.tenant.yaml\n', ''),
        file: SHARDS,
        text: undefined,
        says: 'npm run tenant:shards -- shared writes it',
      },
      {
        fault: 'names with a hash',
        plant: replace(SHARDS, '  disableNameSuffixHash: true\n', ''),
        file: SHARDS,
        text: undefined,
        says: 'npm run tenant:shards -- shared writes it',
      },
      {
        fault: 'no files at all',
        plant: without('tenants'),
        file: KUSTOMIZATION,
        text: 'tenants-dir',
        says: 'component tenants-dir has no files; list tenants after it',
      },
      {
        fault: 'one that can’t change',
        plant: patch('ConfigMap tenant-presign-teams-f', operation('add', '/immutable', 'true')),
        file: KUSTOMIZATION,
        text: 'immutable',
        says: 'ConfigMap tenant-presign-teams-f is immutable',
      },
      {
        fault: 'one that admission doesn’t know',
        plant: patch(
          'ConfigMap tenant-presign-teams-f',
          operation('remove', '/metadata/labels/tenant-presign~1tenant-files'),
        ),
        file: KUSTOMIZATION,
        text: 'tenant-files',
        says: 'lacks the label tenant-presign/tenant-files',
      },
      {
        fault: 'one that no pod has',
        plant: patch('Deployment', operation('remove', `${VOLUME}/16`)),
        file: SHARDS,
        text: 'tenant-presign-teams-f',
        says: 'ConfigMap tenant-presign-teams-f is not mounted in the pods',
      },
      {
        fault: 'the platform’s, without which pods run on',
        plant: patch('Deployment', operation('add', `${VOLUME}/0/configMap/optional`, 'true')),
        file: KUSTOMIZATION,
        text: 'optional',
        says: 'tenant-presign-platform must not be optional',
      },
      {
        fault: 'a shard without which no pod starts',
        plant: patch('Deployment', operation('remove', `${VOLUME}/1/configMap/optional`)),
        file: KUSTOMIZATION,
        text: 'optional',
        says: 'tenant-presign-teams-0 must be optional',
      },
      {
        fault: 'a mount that never changes',
        plant: patch('Deployment', operation('add', `${CONTAINER}/volumeMounts/0/subPath`, 'x')),
        file: KUSTOMIZATION,
        text: 'subPath',
        says: 'Kubernetes does not update a mount with subPath',
      },
      {
        fault: 'a tenant file beside them',
        plant: patch(
          'Deployment',
          operation('add', `${CONTAINER}/env/-`, '{ name: TENANTS_FILE, value: /x.yaml }'),
        ),
        file: KUSTOMIZATION,
        text: 'env',
        says: 'TENANTS_FILE and TENANTS_DIR are both set',
      },
      {
        fault: 'another folder',
        plant: patch('Deployment', operation('replace', `${CONTAINER}/env/0/value`, '/etc/tenants')),
        file: KUSTOMIZATION,
        text: 'env',
        says: 'TENANTS_DIR is /etc/tenants, and the tenant files are mounted at /etc/tenant-presign-tenants',
      },
    ],
  },
  {
    area: 'ways to AWS of a shared deployment',
    overlay: 'shared',
    faults: [
      {
        fault: 'no token for direct roles',
        plant: without('../../components/web-identity-token'),
        file: PLATFORM,
        text: 'credentials',
        says: 'credentials of type web-identity need component web-identity-token',
      },
      {
        fault: 'no credentials to chain from',
        plant: without('../../clusters/blue/pod-identity'),
        file: PLATFORM,
        text: 'credentials',
        says: 'credentials of type assume-role from container need component pod-identity',
      },
      {
        fault: 'a role by hand',
        plant: patch(
          'Deployment',
          operation('add', `${CONTAINER}/env/-`, '{ name: AWS_ROLE_ARN, value: x }'),
        ),
        file: KUSTOMIZATION,
        text: 'AWS_ROLE_ARN',
        says: 'sets AWS_ROLE_ARN, which overrides the value that EKS sets',
      },
    ],
  },
];
