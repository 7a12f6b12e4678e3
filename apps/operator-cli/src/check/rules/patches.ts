import { get, list, text } from '../../kustomize/data.js';
import { inSource, type RenderingRule } from '../fault.js';

/** Finds patches and images that match no object. Kustomize ignores them without a message. */
export const patches: RenderingRule = function* ({ overlay, rendering }) {
  const plain = overlay.kustomization.toJS();
  for (const [index, entry] of list(get(plain, 'patches')).entries()) {
    const [kind, name] = [text(get(entry, 'target', 'kind')), text(get(entry, 'target', 'name'))];
    if ((kind === undefined && name === undefined) || text(get(entry, 'patch'))?.includes('$patch: delete'))
      continue;
    const met = rendering.objects.some(
      (object) =>
        (kind === undefined || matches(kind, object.kind)) &&
        (name === undefined || matches(name, object.metadata.name)),
    );
    if (!met)
      yield inSource(
        overlay.kustomization,
        ['patches', index],
        `the patch’s target, ${[kind, name].filter(Boolean).join(' ')}, is not an object of the overlay, so that kustomize ignores the patch without a message; correct the target`,
      );
  }
};

/** Returns whether a patch target's pattern matches. Kustomize anchors these regular expressions. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return pattern === value;
  }
}
