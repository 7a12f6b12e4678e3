import { get, list } from '../../kustomize/data.js';
import { POD_SPEC, containersOf, nameOf, type KubeObject } from '../../kustomize/rendering.js';
import { inRendering, type Fault, type RenderedSubject, type RenderingRule } from '../fault.js';

/** Checks that one workload runs, has probes and limits, and is replaced without an interruption. */
export const workload: RenderingRule = function* (subject) {
  const { rendering, overlay } = subject;
  const { deployments, knativeServices } = rendering;
  if (rendering.workloads.length === 0) {
    yield { file: overlay.kustomization.path, message: 'has no workload; add ../../base to resources' };
  }
  if (knativeServices.length > 0) yield* replaced(subject);
  for (const each of rendering.workloads) yield* ofContainers(subject, each);
  for (const deployment of knativeServices.length > 0 ? [] : deployments) yield* rollout(subject, deployment);
};

/** Finds objects that must not exist beside Knative's Service: they would run a second time, or take its name. */
function* replaced(subject: RenderedSubject): Iterable<Fault> {
  const { rendering } = subject;
  for (const object of [
    ...rendering.deployments,
    ...rendering.of('Service', ''),
    ...rendering.of('PodDisruptionBudget'),
  ]) {
    yield inRendering(
      subject,
      object,
      ['kind'],
      `${nameOf(object)} must not exist beside the Knative Service, which replaces it; delete it with a patch, as component knative does`,
    );
  }
}

function* ofContainers(subject: RenderedSubject, object: KubeObject): Iterable<Fault> {
  for (const { container, name, path } of containersOf(object)) {
    const [, , , role] = path;
    if (get(container, 'resources', 'limits', 'memory') === undefined) {
      yield inRendering(
        subject,
        object,
        [...path, 'resources', 'limits', 'memory'],
        `container ${name} has no memory limit, so that it can use up the node’s memory; set resources.limits.memory`,
      );
    }
    for (const resource of ['cpu', 'memory']) {
      if (get(container, 'resources', 'requests', resource) !== undefined) continue;
      yield inRendering(
        subject,
        object,
        [...path, 'resources', 'requests', resource],
        `container ${name} requests no ${resource}, so that it may be placed on a node that has none left; set resources.requests.${resource}`,
      );
    }
    if (role !== 'containers' || name !== 'api') continue;
    for (const [probe, path_, why] of [
      ['livenessProbe', '/health/live', 'a failure of AWS must not restart the pod'],
      ['readinessProbe', '/health/ready', 'otherwise requests arrive before the role is proven'],
    ] as const) {
      if (get(container, probe, 'httpGet', 'path') === path_) continue;
      yield inRendering(
        subject,
        object,
        [...path, probe, 'httpGet', 'path'],
        `${probe} of container ${name} must ask ${path_}: ${why}`,
      );
    }
    if (container['startupProbe'] === undefined) {
      yield inRendering(
        subject,
        object,
        [...path, 'startupProbe'],
        `container ${name} has no startupProbe, so a slow start is killed by liveness; add one`,
      );
    }
  }
}

const ZONE = 'topology.kubernetes.io/zone';

function* rollout(subject: RenderedSubject, deployment: KubeObject): Iterable<Fault> {
  const fault = (path: readonly (string | number)[], message: string) =>
    inRendering(subject, deployment, path, message);
  const strategy = ['spec', 'strategy'];
  if (get(deployment, ...strategy, 'type') === 'Recreate') {
    yield fault(
      [...strategy, 'type'],
      'Recreate stops the old pods before new ones are ready; write RollingUpdate',
    );
  } else if (
    ![0, '0', '0%'].includes(get(deployment, ...strategy, 'rollingUpdate', 'maxUnavailable') as string)
  ) {
    yield fault(
      [...strategy, 'rollingUpdate', 'maxUnavailable'],
      'maxUnavailable must be 0, so that a new pod is ready before an old one stops',
    );
  }
  const spread = list(get(deployment, ...POD_SPEC, 'topologySpreadConstraints'));
  if (!spread.some((constraint) => get(constraint, 'topologyKey') === ZONE)) {
    yield fault(
      [...POD_SPEC, 'topologySpreadConstraints'],
      `pods are not spread over zones, so that all of them may fail with one zone; keep the constraint with ${ZONE}`,
    );
  }
  const grace = Number(get(deployment, ...POD_SPEC, 'terminationGracePeriodSeconds') ?? 30);
  const containers = containersOf(deployment);
  const main = containers.find(({ name }) => name === 'api') ?? containers[0];
  const sleep = Number(get(main?.container, 'lifecycle', 'preStop', 'sleep', 'seconds') ?? 0);
  if (sleep === 0) {
    yield fault(
      [...(main?.path ?? POD_SPEC), 'lifecycle'],
      'there is no preStop sleep, so that requests may be sent to a pod that has stopped; add lifecycle.preStop.sleep',
    );
  } else if (grace < sleep + 30) {
    yield fault(
      [...POD_SPEC, 'terminationGracePeriodSeconds'],
      `terminationGracePeriodSeconds is ${grace}: less than ${sleep} s of preStop and the 30 s that a request may take; raise it`,
    );
  }
}
