import { PARTS } from '../../cluster/component-files.js';
import type { Fault, SourceRule } from '../fault.js';

/**
 * The parts of clusters' components that an overlay must list by the folder of its cluster, and not as common
 * components.
 */
const THROUGH_CLUSTER: readonly string[] = PARTS.filter((part) => part !== 'platform');
/** Returns whether a path names a part of a cluster's component without naming the cluster. */
export const lacksCluster = (path: string): boolean =>
  THROUGH_CLUSTER.some((name) => path.endsWith(`components/${name}`));
const OF_PLATFORM: ReadonlySet<string> = new Set(['prometheus-rules', 'grafana-dashboard']);

/** Checks that an overlay is for one cluster, and lists the cluster's component before that component's parts. */
export const cluster: SourceRule = function* ({ overlay, layout }) {
  const { components, kustomization } = overlay;
  const fault = (line: number | undefined, message: string): Fault => ({
    file: kustomization.path,
    line,
    message,
  });
  const known = layout.clusterNames();
  const [first, ...others] = components.filter(({ of }) => of !== undefined);
  if (first === undefined) {
    const line = kustomization.lineOf(['components']);
    yield fault(line, `lists no cluster; add ../../clusters/NAME to components (${known.join(', ')})`);
  }
  const name = first?.of?.cluster;
  if (name !== undefined && !known.includes(name) && layout.renderedClusterNames().includes(name))
    yield fault(first!.line, `cluster ${name} has no profile ${layout.show(layout.profile(name))}; write it`);
  for (const { of, line } of name === undefined || known.includes(name) ? others : []) {
    if (of!.cluster !== name)
      yield fault(
        line,
        `lists clusters ${name} and ${of!.cluster}; an overlay is for one cluster: make another overlay`,
      );
    else if (of!.part === undefined)
      yield fault(line, `lists ../../clusters/${name} after one of its parts; put it first`);
  }
  if (
    first?.of?.part !== undefined &&
    !overlay.isPlatform &&
    others.every(({ of }) => of!.part !== undefined)
  )
    yield fault(first.line, `lists only a part of cluster ${name}; add ../../clusters/${name} before it`);
  for (const { name: component, of, line } of components) {
    if (of === undefined && THROUGH_CLUSTER.includes(component))
      yield fault(
        line,
        `component ${component} is incomplete without the settings of a cluster; list ../../clusters/${name ?? 'NAME'}/${component}`,
      );
    if (of === undefined && OF_PLATFORM.has(component))
      yield fault(
        line,
        `component ${component} covers every namespace and belongs in overlay platform; list there ../../clusters/${name ?? 'NAME'}/platform`,
      );
  }
};
