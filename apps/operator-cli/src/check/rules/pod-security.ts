import { fields, get, list } from '../../kustomize/data.js';
import {
  POD_SPEC,
  containersOf,
  groupOf,
  nameOf,
  type KubeObject,
  type PlacedContainer,
} from '../../kustomize/rendering.js';
import { inRendering, type Fault, type RenderedSubject, type RenderingRule } from '../fault.js';

type Steps = readonly (string | number)[];
type Check = readonly [path: Steps, good: (value: unknown) => boolean, message: string];

const absent = (value: unknown): boolean => value === undefined || value === false;

/**
 * The checks of a pod: level restricted (with baseline) of Kubernetes, "Pod Security Standards", and no token for the
 * API server.
 */
const OF_POD: readonly Check[] = [
  [
    ['automountServiceAccountToken'],
    (value) => value === false,
    'automountServiceAccountToken must be false: the API needs no rights in the cluster',
  ],
  [
    ['hostNetwork'],
    absent,
    'hostNetwork gives the pod access to the node’s network and metadata service; remove it',
  ],
  [['hostPID'], absent, 'hostPID lets the pod see the node’s processes; remove it'],
  [['hostIPC'], absent, 'hostIPC lets the pod share memory with the node’s processes; remove it'],
  [
    ['shareProcessNamespace'],
    absent,
    'shareProcessNamespace lets containers read each other’s processes; remove it',
  ],
];

/**
 * The checks of a container: the same level, and a read-only root file system. A container's value takes precedence
 * over its pod's.
 */
const OF_CONTAINER: readonly Check[] = [
  [['privileged'], absent, 'privileged gives the container the rights of root on the node; remove it'],
  [['allowPrivilegeEscalation'], (value) => value === false, 'allowPrivilegeEscalation must be false'],
  [['readOnlyRootFilesystem'], (value) => value === true, 'readOnlyRootFilesystem must be true'],
  [['runAsNonRoot'], (value) => value === true, 'runAsNonRoot must be true'],
  [['runAsUser'], (value) => value !== 0, 'runAsUser must not be 0'],
  [['capabilities', 'drop'], (value) => list(value).includes('ALL'), 'capabilities.drop must be [ALL]'],
  [
    ['capabilities', 'add'],
    (value) => list(value).length === 0,
    'capabilities.add must be empty: the API needs no capability',
  ],
  [
    ['seccompProfile', 'type'],
    (value) => value === 'RuntimeDefault' || value === 'Localhost',
    'seccompProfile.type must be RuntimeDefault',
  ],
  [['procMount'], (value) => value === undefined || value === 'Default', 'procMount must be Default'],
];
const INHERITED = new Set(['runAsNonRoot', 'runAsUser', 'seccompProfile']);
const VOLUMES = new Set([
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
]);

export const podSecurity: RenderingRule = function* (subject) {
  for (const workload of subject.rendering.workloads) {
    yield* ofPod(subject, workload);
    for (const placed of containersOf(workload)) yield* ofContainer(subject, workload, placed);
  }
  for (const object of subject.rendering.objects.filter(
    (each) => groupOf(each) === 'rbac.authorization.k8s.io',
  )) {
    yield inRendering(
      subject,
      object,
      ['kind'],
      `${nameOf(object)} gives rights in the cluster, and the API needs no rights in the cluster; remove it`,
    );
  }
  for (const account of subject.rendering.of('ServiceAccount')) {
    if (get(account, 'automountServiceAccountToken') !== false) {
      yield inRendering(
        subject,
        account,
        ['automountServiceAccountToken'],
        'automountServiceAccountToken of the ServiceAccount must be false: the API needs no rights in the cluster',
      );
    }
  }
};

function* ofPod(subject: RenderedSubject, workload: KubeObject): Iterable<Fault> {
  for (const [steps, good, message] of OF_POD) {
    const path = [...POD_SPEC, ...steps];
    if (!good(get(workload, ...path))) yield inRendering(subject, workload, path, message);
  }
  for (const [index, volume] of list(get(workload, ...POD_SPEC, 'volumes')).entries()) {
    for (const type of Object.keys(fields(volume)).filter((key) => key !== 'name' && !VOLUMES.has(key))) {
      yield inRendering(
        subject,
        workload,
        [...POD_SPEC, 'volumes', index, type],
        `a ${type} volume is not allowed under Pod Security restricted; remove it`,
      );
    }
  }
}

function* ofContainer(
  subject: RenderedSubject,
  workload: KubeObject,
  { container, name, path }: PlacedContainer,
): Iterable<Fault> {
  const own = get(container, 'securityContext');
  const ofPod_ = get(workload, ...POD_SPEC, 'securityContext');
  for (const [steps, good, message] of OF_CONTAINER) {
    const value = get(own, ...steps) ?? (INHERITED.has(String(steps[0])) ? get(ofPod_, ...steps) : undefined);
    if (!good(value))
      yield inRendering(
        subject,
        workload,
        [...path, 'securityContext', ...steps],
        `container ${name}: ${message}`,
      );
  }
  for (const [index, port] of list(container['ports']).entries()) {
    if (get(port, 'hostPort') !== undefined) {
      yield inRendering(
        subject,
        workload,
        [...path, 'ports', index, 'hostPort'],
        `container ${name}: hostPort opens a port of the node; remove it`,
      );
    }
  }
}
