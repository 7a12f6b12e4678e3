import { get, list, text } from '../../kustomize/data.js';
import { GENERATOR } from '../../kustomize/overlay.js';

/** The name with the hash that Kustomize adds: ten characters (api/hasher). */
const HASHED = new RegExp(`^${GENERATOR}-[a-z0-9]{10}$`);
/** The paths of pod specs: in pods themselves, and in templates of the objects that run pods. */
const POD_SPECS = [['spec'], ['spec', 'template', 'spec']] as const;

/**
 * Returns the tenant file's ConfigMaps that no object uses any more. The ReplicaSets of the history still use theirs,
 * since `rollout undo` makes pods from them.
 *
 * @param configMaps the ConfigMaps of the namespace
 * @param users all objects that may mount them: Deployments, ReplicaSets, pods, Knative's Services and Revisions
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
