import { get, list, text } from '../../kustomize/data.js';
import { containersOf } from '../../kustomize/rendering.js';
import { parseImage, unpinned } from '../../kustomize/image.js';
import { inRendering, inSource, type Fault, type RenderedSubject, type RenderingRule } from '../fault.js';

/** Checks that every image is pinned. */
export const images: RenderingRule = function* (subject) {
  const { overlay, rendering } = subject;
  yield* overrides(subject);
  for (const workload of rendering.workloads) {
    for (const { container, name, path } of containersOf(workload)) {
      const image = text(container['image']) ?? '';
      const wrong = unpinned(image);
      if (wrong === undefined) continue;
      const entry = list(get(overlay.kustomization.toJS(), 'images')).findIndex((each) => {
        const known = text(get(each, 'newName')) ?? text(get(each, 'name'));
        return (
          known !== undefined &&
          (image === known || image.startsWith(`${known}:`) || image.startsWith(`${known}@`))
        );
      });
      const message = `image ${image} of container ${name} ${wrong} (images: newTag, digest)`;
      yield entry === -1
        ? inRendering(subject, workload, [...path, 'image'], message)
        : inSource(overlay.kustomization, ['images', entry], message);
    }
  }
};

/**
 * Checks the overlay's own entries in `images`. The cluster's component has renamed the image already, so that an entry
 * for the old name changes nothing.
 */
function* overrides({ overlay, cluster }: RenderedSubject): Iterable<Fault> {
  if (cluster?.profile === undefined) return;
  const { repository } = parseImage(cluster.profile.image);
  for (const [index, entry] of list(get(overlay.kustomization.toJS(), 'images')).entries()) {
    if (get(entry, 'name') === repository) continue;
    yield inSource(
      overlay.kustomization,
      ['images', index],
      `images for ${String(get(entry, 'name'))} has no effect: the cluster’s component has changed the image’s name already; write name: ${repository}, or set the image in ${cluster.file}`,
    );
  }
}
