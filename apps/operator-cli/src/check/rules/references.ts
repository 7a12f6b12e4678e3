import { get, list, text, words } from '../../kustomize/data.js';
import { GENERATOR, TENANT_FILE } from '../../kustomize/overlay.js';
import {
  POD_SPEC,
  containersOf,
  nameOf,
  podLabels,
  selects,
  type KubeObject,
} from '../../kustomize/rendering.js';
import { tenantVolume } from './tenant-volume.js';
import { areAtOdds, isRenamed } from './components.js';
import { inRendering, inSource, type Fault, type RenderedSubject, type RenderingRule } from '../fault.js';

/**
 * Checks that objects name each other correctly: the mounted tenant file, and the targets of Service, budget and
 * route.
 */
export const references: RenderingRule = function* (subject) {
  const { rendering } = subject;
  for (const workload of rendering.workloads)
    yield* subject.overlay.isShared ? tenantVolume(subject, workload) : configuration(subject, workload);
  for (const deployment of rendering.knativeServices.length > 0 ? [] : rendering.deployments) {
    const labels = podLabels(deployment);
    for (const service of rendering.of('Service', '')) yield* ofService(subject, service, labels);
    yield* disruption(subject, labels);
  }
  for (const route of rendering.of('HTTPRoute')) yield* ofRoute(subject, route);
};

function* configuration(subject: RenderedSubject, workload: KubeObject): Iterable<Fault> {
  const { overlay, rendering } = subject;
  const maps = rendering.of('ConfigMap', '');
  const generators = list(get(overlay.kustomization.toJS(), 'configMapGenerator'));
  const unhashed = generators.findIndex(
    (each) => get(each, 'name') === GENERATOR && get(each, 'options', 'disableNameSuffixHash') === true,
  );
  const general = get(overlay.kustomization.toJS(), 'generatorOptions', 'disableNameSuffixHash') === true;
  if (unhashed !== -1 || general) {
    const path = general ? ['generatorOptions'] : ['configMapGenerator', unhashed];
    yield inSource(
      overlay.kustomization,
      path,
      'disableNameSuffixHash: a changed tenant file would change running pods without a rollout that you can watch or undo; remove it',
    );
  }
  const volumes = list(get(workload, ...POD_SPEC, 'volumes'));
  const mounted = new Set(
    volumes.flatMap((volume) => [
      text(get(volume, 'configMap', 'name')),
      ...list(get(volume, 'projected', 'sources')).map((source) => text(get(source, 'configMap', 'name'))),
    ]),
  );
  const found = maps.find((map) => mounted.has(map.metadata.name));
  if (!found) {
    yield inRendering(
      subject,
      workload,
      [...POD_SPEC, 'volumes'],
      `no volume has the ConfigMap ${GENERATOR} that the overlay makes; mount it at /etc/tenant-presign`,
    );
  }
  for (const { container, path } of containersOf(workload).filter(({ name }) => name === 'api')) {
    const env = list(container['env']);
    const file = text(
      get(
        env.find((entry) => get(entry, 'name') === 'TENANTS_FILE'),
        'value',
      ),
    );
    const mounts = list(container['volumeMounts']).map(
      (mount) => `${words(get(mount, 'mountPath'))}/${TENANT_FILE}`,
    );
    if (file === undefined || !mounts.includes(file)) {
      yield inRendering(
        subject,
        workload,
        [...path, 'env'],
        `TENANTS_FILE is ${file ?? 'not set'}, and the tenant file is mounted at ${mounts.join(', ') || 'no place'}`,
      );
    }
  }
}

function* ofService(
  subject: RenderedSubject,
  service: KubeObject,
  labels: Record<string, unknown>,
): Iterable<Fault> {
  const fault = (path: readonly (string | number)[], message: string) =>
    inRendering(subject, service, ['spec', ...path], `${nameOf(service)} ${message}`);
  if (!selects({ matchLabels: get(service, 'spec', 'selector') }, labels)) {
    yield fault(['selector'], 'selects no pod of the API; copy the labels of the pods into its selector');
  }
  const type = get(service, 'spec', 'type');
  if (type !== undefined && type !== 'ClusterIP') {
    yield fault(
      ['type'],
      `is of type ${words(type)}, which is open to clients outside the cluster; write ClusterIP, and use component gateway-route`,
    );
  }
  for (const [index, port] of list(get(service, 'spec', 'ports')).entries()) {
    if ([9090, 'management'].includes(get(port, 'targetPort') as string)) {
      yield fault(
        ['ports', index],
        'leads to the management port, which is only for operators; remove the port',
      );
    }
  }
}

function* disruption(subject: RenderedSubject, labels: Record<string, unknown>): Iterable<Fault> {
  const budgets = subject.rendering
    .of('PodDisruptionBudget')
    .filter((each) => selects(get(each, 'spec', 'selector'), labels));
  if (budgets.length === 0) {
    yield {
      file: subject.overlay.kustomization.path,
      message:
        'no PodDisruptionBudget selects the API’s pods, so that a drain may stop all of them at once; keep the one of the base',
    };
  }
  for (const budget of budgets) {
    const field = get(budget, 'spec', 'minAvailable') === undefined ? 'maxUnavailable' : 'minAvailable';
    if (field === 'minAvailable' || get(budget, 'spec', field) !== 1) {
      yield inRendering(
        subject,
        budget,
        ['spec', field],
        'the PodDisruptionBudget must have maxUnavailable: 1: a smaller value blocks drains, and a larger one may stop all pods at once',
      );
    }
    if (get(budget, 'spec', 'unhealthyPodEvictionPolicy') !== 'AlwaysAllow') {
      yield inRendering(
        subject,
        budget,
        ['spec', 'unhealthyPodEvictionPolicy'],
        'unhealthyPodEvictionPolicy must be AlwaysAllow: otherwise a pod that was never ready blocks the drain of a node',
      );
    }
  }
}

function* ofRoute(subject: RenderedSubject, route: KubeObject): Iterable<Fault> {
  if (list(get(route, 'spec', 'hostnames')).length === 0) {
    yield inRendering(
      subject,
      route,
      ['spec', 'hostnames'],
      `${nameOf(route)} has no hostnames, so it receives requests for every host of the Gateway; name the tenant’s hosts`,
    );
  }
  if (areAtOdds(subject.overlay) || isRenamed(subject.overlay)) return;
  for (const [rule, each] of list(get(route, 'spec', 'rules')).entries()) {
    for (const [index, backend] of list(get(each, 'backendRefs')).entries()) {
      const service = subject.rendering
        .of('Service', '')
        .find(({ metadata }) => metadata.name === get(backend, 'name'));
      const ports = list(get(service, 'spec', 'ports')).map((port) => get(port, 'port'));
      if (ports.includes(get(backend, 'port'))) continue;
      yield inRendering(
        subject,
        route,
        ['spec', 'rules', rule, 'backendRefs', index],
        `${nameOf(route)} leads to ${words(get(backend, 'name'))}:${words(get(backend, 'port'))}, and the overlay has no Service with this name and port`,
      );
    }
  }
}
