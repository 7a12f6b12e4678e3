import { get, words } from '../../kustomize/data.js';
import { nameOf, type KubeObject } from '../../kustomize/rendering.js';
import { areAtOdds, isRenamed } from './components.js';
import { inRendering, type Fault, type RenderedSubject, type RenderingRule } from '../fault.js';

/** Checks that one object decides how many pods there are, and that at least one pod always answers. */
export const scaling: RenderingRule = function* (subject) {
  const { rendering } = subject;
  const scalers = [...rendering.of('HorizontalPodAutoscaler'), ...rendering.of('ScaledObject', 'keda.sh')];
  for (const scaler of scalers) yield* ofScaler(subject, scaler);
  const [first, second] = scalers;
  if (first && second && !areAtOdds(subject.overlay)) {
    yield inRendering(
      subject,
      second,
      ['kind'],
      `${nameOf(second)} and ${nameOf(first)} would both scale the same pods; keep one`,
    );
  }
  for (const deployment of rendering.deployments) {
    const replicas = get(deployment, 'spec', 'replicas');
    const path = ['spec', 'replicas'];
    if (first && replicas !== undefined) {
      yield inRendering(
        subject,
        deployment,
        path,
        `replicas would reset the number that ${nameOf(first)} has set at each apply; remove it`,
      );
    } else if (!first && !(typeof replicas === 'number' && replicas >= 2)) {
      yield inRendering(
        subject,
        deployment,
        path,
        `${nameOf(deployment)} has ${words(replicas ?? 1)} replica; set 2 or more, so that the service survives the loss of a node`,
      );
    }
  }
};

function* ofScaler(subject: RenderedSubject, scaler: KubeObject): Iterable<Fault> {
  const keda = scaler.kind === 'ScaledObject';
  const [least, most] = keda ? ['minReplicaCount', 'maxReplicaCount'] : ['minReplicas', 'maxReplicas'];
  const minimum = Number(get(scaler, 'spec', least) ?? (keda ? 0 : 1)); // KEDA's default is 0, HPA's is 1
  const maximum = Number(get(scaler, 'spec', most) ?? (keda ? 100 : 0));
  if (!(minimum >= 1)) {
    yield inRendering(
      subject,
      scaler,
      ['spec', least],
      `${least} is ${minimum}: no request would start a pod again; write 1 or more, or use component knative`,
    );
  }
  if (keda && get(scaler, 'spec', 'idleReplicaCount') !== undefined) {
    yield inRendering(
      subject,
      scaler,
      ['spec', 'idleReplicaCount'],
      'idleReplicaCount removes the last pod, and no request would start one again; remove it',
    );
  }
  if (maximum < minimum)
    yield inRendering(subject, scaler, ['spec', most], `${most} is below ${least}; raise it`);
  const target = get(scaler, 'spec', 'scaleTargetRef', 'name');
  if (isRenamed(subject.overlay)) return;
  if (!subject.rendering.deployments.some(({ metadata }) => metadata.name === target)) {
    yield inRendering(
      subject,
      scaler,
      ['spec', 'scaleTargetRef', 'name'],
      `${nameOf(scaler)} scales ${words(target)}, which the overlay doesn’t make`,
    );
  }
}
