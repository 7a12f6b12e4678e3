import { nameOf } from '../../kustomize/rendering.js';
import { inRendering, inSource, type RenderingRule } from '../fault.js';

/** Checks the platform's overlay: one cluster has its alerts and dashboards once, in a monitoring namespace. */
export const platform: RenderingRule = function* (subject) {
  const { overlay, rendering, cluster } = subject;
  const { kustomization, namespace } = overlay;
  const monitoring = cluster?.profile?.monitoring ?? [];
  if (namespace === undefined) {
    yield {
      file: kustomization.path,
      message: `names no namespace; add namespace: ${monitoring[0] ?? 'monitoring'}`,
    };
  } else if (cluster?.profile !== undefined && !monitoring.includes(namespace)) {
    yield inSource(
      kustomization,
      ['namespace'],
      `${namespace} is not a namespace of monitoring; name one of those in ${cluster.file}: ${monitoring.join(', ')}`,
    );
  }
  for (const object of [...rendering.workloads, ...rendering.of('Namespace', '')]) {
    yield inRendering(
      subject,
      object,
      ['kind'],
      `${nameOf(object)} must not be in overlay platform; move it into the overlay of a tenant`,
    );
  }
};
