import { fields, get, list } from '../../kustomize/data.js';
import type { ClusterProfile } from '../../cluster/profile.js';
import type { KubeObject } from '../../kustomize/rendering.js';
import type { RenderedSubject } from '../fault.js';

/** A subject whose cluster has a valid profile. */
export interface NetworkSubject extends RenderedSubject {
  readonly profile: ClusterProfile;
}

/** One rule of a policy, and its place. */
export interface PolicyRule {
  readonly policy: KubeObject;
  readonly path: readonly (string | number)[];
  readonly peers: readonly unknown[];
  readonly ports: readonly unknown[];
}

/** Returns whether a selector exists and selects everything. */
export function isEverything(selector: unknown): boolean {
  return (
    selector !== undefined &&
    Object.keys(fields(get(selector, 'matchLabels'))).length === 0 &&
    list(get(selector, 'matchExpressions')).length === 0
  );
}

export const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Returns the name of the namespace if a peer selects one by name. */
export const namespaceOf = (peer: unknown): unknown =>
  get(peer, 'namespaceSelector', 'matchLabels', NAMESPACE_NAME);
