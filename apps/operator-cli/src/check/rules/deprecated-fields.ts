import { fields, get, list } from '../../kustomize/data.js';
import type { Overlay } from '../../kustomize/overlay.js';
import { inSource, type SourceRule } from '../fault.js';

/** The replacement of each deprecated field, as `kustomize edit fix` makes it. */
const INSTEAD: Record<string, string> = {
  bases: 'resources',
  commonLabels: 'labels, with includeTemplates and without includeSelectors',
  imageTags: 'images',
  patchesJson6902: 'patches',
  patchesStrategicMerge: 'patches',
  vars: 'replacements',
};

/**
 * Returns whether the overlay's labels also change selectors, including those of NetworkPolicy peers. Rules skip the
 * faults that follow from this.
 */
export function changesSelectors({ kustomizations }: Overlay): boolean {
  return kustomizations.some((kustomization) => {
    const { commonLabels, labels } = fields(kustomization.toJS());
    return (
      commonLabels !== undefined || list(labels).some((entry) => get(entry, 'includeSelectors') === true)
    );
  });
}

/** Finds fields that the next release of kustomize drops, and the label setting that changes selectors. */
export const deprecatedFields: SourceRule = function* ({ overlay }) {
  for (const kustomization of overlay.kustomizations) {
    const plain = kustomization.toJS();
    for (const field of Object.keys(fields(plain))) {
      const instead = Object.hasOwn(INSTEAD, field) ? INSTEAD[field] : undefined;
      if (instead) yield inSource(kustomization, [field], `${field} is deprecated; write ${instead}`);
    }
    for (const [index, entry] of list(get(plain, 'labels')).entries()) {
      if (get(entry, 'includeSelectors') === true) {
        yield inSource(
          kustomization,
          ['labels', index, 'includeSelectors'],
          'includeSelectors leaks the labels into the peers of NetworkPolicies (DNS breaks) and into selectors that can’t change; write includeTemplates: true instead',
        );
      }
    }
  }
};
