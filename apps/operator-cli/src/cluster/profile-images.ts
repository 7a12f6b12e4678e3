import { isScalar } from 'yaml';
import type { SourceFile } from '../kustomize/source-file.js';

/**
 * Returns the text of a profile with another image, and with the present image as `previousImage`. Everything else
 * stays as it was written, comments included.
 *
 * @param source a profile without faults
 * @throws Error if `image` isn't written as a plain value (for example, if it is an alias)
 */
export function withImage(source: SourceFile, image: string): string {
  const now = rangeOf(source, 'image');
  if (now === undefined) throw new Error(`${source.path} has no plain value for image. Edit it by hand.`);
  const before = rangeOf(source, 'previousImage');
  const { text } = source;
  const previous = source.documents[0]!.get('image') as string;
  const edits = [
    { from: now[0], to: now[1], with: image },
    before === undefined
      ? { from: endOfLine(text, now[1]), to: endOfLine(text, now[1]), with: `\npreviousImage: ${previous}` }
      : { from: before[0], to: before[1], with: previous },
  ];
  return edits
    .toSorted((one, other) => other.from - one.from) // from the end, so that earlier offsets stay valid
    .reduce((edited, edit) => edited.slice(0, edit.from) + edit.with + edited.slice(edit.to), text);
}

function rangeOf(source: SourceFile, setting: string): readonly [number, number] | undefined {
  const node = source.documents[0]?.get(setting, true);
  return isScalar(node) && node.range ? [node.range[0], node.range[1]] : undefined;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
