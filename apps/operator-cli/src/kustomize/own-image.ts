import { isMap, isScalar } from 'yaml';
import { get, list, text } from './data.js';
import { parseImage } from './image.js';
import type { Overlay } from './overlay.js';

/** Returns the image that an overlay has instead of its cluster's, `NAME:TAG[@DIGEST]`; `undefined` if it has none. */
export function ownImage(overlay: Overlay, repository: string): string | undefined {
  const entry = list(get(overlay.kustomization.toJS(), 'images')).find(
    (each) => get(each, 'name') === repository,
  );
  if (entry === undefined) return undefined;
  const digest = text(get(entry, 'digest'));
  const name = text(get(entry, 'newName')) ?? repository;
  return `${name}:${text(get(entry, 'newTag')) ?? ''}${digest === undefined ? '' : `@${digest}`}`;
}

/**
 * Returns the text of an overlay's kustomization with an image of its own.
 *
 * @throws Error if it already has entries in `images`
 */
export function withOwnImage({ kustomization }: Overlay, image: string): string {
  if (get(kustomization.toJS(), 'images') !== undefined) throw new Error(byHand(kustomization.path));
  const { repository, tag, digest } = parseImage(image);
  const entry = [
    `  - name: ${repository}`,
    `    newTag: ${tag}`,
    ...(digest ? [`    digest: ${digest}`] : []),
  ];
  return `${kustomization.text.trimEnd()}\n\nimages:\n${entry.join('\n')}\n`;
}

/**
 * Returns the text of an overlay's kustomization without its own image.
 *
 * @throws Error if `images` has other entries too
 */
export function withoutOwnImage({ kustomization }: Overlay): string {
  const { text: before, documents } = kustomization;
  const contents = documents[0]?.contents;
  const pair = isMap(contents)
    ? contents.items.find(({ key }) => isScalar(key) && key.value === 'images')
    : undefined;
  const [key, value] = [pair?.key, pair?.value] as { range?: readonly number[] }[];
  if (
    key?.range === undefined ||
    value?.range === undefined ||
    list(get(kustomization.toJS(), 'images')).length !== 1
  )
    throw new Error(byHand(kustomization.path));
  const [start, end] = [before.slice(0, key.range[0]).trimEnd(), before.slice(value.range[1]).trimStart()];
  return end === '' ? `${start}\n` : `${start}\n\n${end}`;
}

const byHand = (path: string): string => `${path} has several entries in images. Edit them by hand.`;
