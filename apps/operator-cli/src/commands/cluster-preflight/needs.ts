import type { Layout } from '../../kustomize/layout.js';
import { Overlay } from '../../kustomize/overlay.js';

/** The components that the overlays of a cluster list, from which follows what the cluster must have. */
export interface Needs {
  readonly components: ReadonlySet<string>;
  /** The names of the overlays. */
  readonly overlays: readonly string[];
}

/** Reads the overlays of a cluster. Skips those that can't be read, which tenant:check reports. */
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
