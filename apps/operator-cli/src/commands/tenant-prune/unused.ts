import { get, list, text } from '../../kustomize/data.js';
import { GENERATOR } from '../../kustomize/overlay.js';

/** Kustomize's hash: ten characters (api/hasher). */
const HASHED = new RegExp(`^${GENERATOR}-[a-z0-9]{10}$`);
/** Where what runs pods says what they mount: pods themselves, and templates. */
const POD_SPECS = [['spec'], ['spec', 'template', 'spec']] as const;

/**
 * The tenant file's ConfigMaps that nothing names any more. A ReplicaSet of the history still does: pods of it come back by
 * `rollout undo`.
 *
 * @param configMaps of the namespace
 * @param users all that may mount them: Deployments, ReplicaSets, pods, Knative's Services and Revisions
 * @returns names, in order
 */
export function unusedConfigMaps(configMaps: readonly unknown[], users: readonly unknown[]): string[] {
  const used = new Set(users.flatMap((user) => POD_SPECS.flatMap((path) => mounted(get(user, ...path)))));
  return configMaps
    .map((each) => text(get(each, 'metadata', 'name')) ?? '')
    .filter((name) => HASHED.test(name) && !used.has(name))
    .toSorted();
}

function mounted(podSpec: unknown): string[] {
  return list(get(podSpec, 'volumes')).flatMap((volume) =>
    [
      text(get(volume, 'configMap', 'name')) ?? [],
      ...list(get(volume, 'projected', 'sources')).flatMap(
        (source) => text(get(source, 'configMap', 'name')) ?? [],
      ),
    ].flat(),
  );
}
