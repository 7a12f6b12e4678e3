import type { Layout } from '../../kustomize/layout.js';
import { Overlay } from '../../kustomize/overlay.js';

/** Which components the overlays of a cluster list, and so what the cluster must have. */
export interface Needs {
  readonly components: ReadonlySet<string>;
  /** Names of the overlays. */
  readonly overlays: readonly string[];
}

/** Reads the overlays of a cluster; those that can't be read are for tenant:check to report. */
export function needsOf(layout: Layout, cluster: string): Needs {
  const components = new Set<string>();
  const overlays: string[] = [];
  for (const name of layout.overlayNames()) {
    try {
      const overlay = new Overlay(name, layout.overlay(name), layout);
      if (overlay.cluster !== cluster) continue;
      overlays.push(name);
      for (const component of overlay.components) components.add(component.of?.part ?? component.name);
    } catch {
      continue;
    }
  }
  return { components, overlays };
}
