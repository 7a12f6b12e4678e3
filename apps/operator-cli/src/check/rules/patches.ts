import { get, list, text } from '../../kustomize/data.js';
import { inSource, type RenderingRule } from '../fault.js';

/** Patches and images that meet nothing: kustomize says no word, and what they should have changed ships as it was. */
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
        `the patch’s target, ${[kind, name].filter(Boolean).join(' ')}, is nothing that the overlay makes, and kustomize ignores it without a message; correct the target`,
      );
  }
};

/** Kustomize anchors these regular expressions. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`).test(value);
  } catch {
    return pattern === value;
  }
}
