import { fields, get, list } from '../../kustomize/data.js';
import { POD_SPEC, containersOf, type KubeObject } from '../../kustomize/rendering.js';
import { inRendering, type Fault, type RenderedSubject, type RenderingRule } from '../fault.js';

/**
 * The fields of a pod that Knative's field mask allows (pkg/apis/serving/fieldmask.go). test/knative compares this list
 * with the mask.
 */
export const POD_FIELDS: readonly string[] = [
  'automountServiceAccountToken',
  'containers',
  'enableServiceLinks',
  'imagePullSecrets',
  'serviceAccountName',
  'volumes',
];
/** The fields of a container that Knative's field mask allows. */
export const CONTAINER_FIELDS: readonly string[] = [
  'args',
  'command',
  'env',
  'envFrom',
  'image',
  'imagePullPolicy',
  'livenessProbe',
  'name',
  'ports',
  'readinessProbe',
  'resources',
  'securityContext',
  'startupProbe',
  'terminationMessagePath',
  'terminationMessagePolicy',
  'volumeMounts',
  'workingDir',
];
/** The fields that Knative adds to those of a pod. */
const REVISION_FIELDS = [
  'containerConcurrency',
  'idleTimeoutSeconds',
  'responseStartTimeoutSeconds',
  'timeoutSeconds',
];
/** The ports that the queue-proxy uses in the same pod. */
const TAKEN_PORTS = new Set<unknown>([8012, 8013, 8022, 8112, 9090, 9091]);

/** Checks for fields that Knative's webhook refuses in a Service. */
export const knativeFields: RenderingRule = function* (subject) {
  for (const service of subject.rendering.knativeServices) {
    const known = [...POD_FIELDS, ...REVISION_FIELDS];
    yield* unknown(subject, service, POD_SPEC, known, 'a pod');
    for (const { container, path } of containersOf(service)) {
      yield* unknown(subject, service, path, CONTAINER_FIELDS, 'a container');
      for (const [index, port] of list(container['ports']).entries()) {
        const number = get(port, 'containerPort');
        if (!TAKEN_PORTS.has(number)) continue;
        const at = [...path, 'ports', index, 'containerPort'];
        yield inRendering(
          subject,
          service,
          at,
          `port ${String(number)} is used by queue-proxy in the same pod; choose another port`,
        );
      }
      for (const [index, variable] of list(container['env']).entries()) {
        const name = get(variable, 'name');
        const at = [...path, 'env', index];
        if (name === 'PORT') yield inRendering(subject, service, at, 'PORT is set by Knative; remove it');
        if (name === 'MANAGEMENT_PORT' && TAKEN_PORTS.has(Number(get(variable, 'value')))) {
          yield inRendering(
            subject,
            service,
            at,
            'MANAGEMENT_PORT is used by queue-proxy in the same pod; choose another port, such as 9190',
          );
        }
      }
    }
  }
};

function* unknown(
  subject: RenderedSubject,
  service: KubeObject,
  path: readonly (string | number)[],
  known: readonly string[],
  what: string,
): Iterable<Fault> {
  for (const field of Object.keys(fields(get(service, ...path)))) {
    if (known.includes(field)) continue;
    yield inRendering(subject, service, [...path, field], `Knative refuses ${field} of ${what}; remove it`);
  }
}
