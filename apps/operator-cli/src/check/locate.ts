import { isDeepStrictEqual } from 'node:util';
import type { Document } from 'yaml';
import { get, list, text } from '../kustomize/data.js';
import type { Overlay } from '../kustomize/overlay.js';
import type { KubeObject } from '../kustomize/rendering.js';
import type { Path, SourceFile } from '../kustomize/source-file.js';

/** A place in a file; lines are 1-based. */
export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
}

/**
 * Returns the file and line where a value of a rendering was written. Patches come first, then manifests whose value
 * equals the rendered one, then other manifests that have the setting. The overlay's manifests come before a
 * component's, and these before the base's. Returns the overlay's kustomization if the value is written nowhere.
 */
export function locate(overlay: Overlay, object: KubeObject, path: Path): Place {
  const sources = [...overlay.own, ...overlay.inherited];
  return (
    inPatches(overlay, object, path) ??
    inManifests(sources, object, path) ?? { file: overlay.kustomization.path }
  );
}

/**
 * Searches the patches that are written in a kustomization or are lists of operations (RFC 6902). Such patches are not
 * documents of the object's kind, so that the search of the manifests does not find them.
 */
function inPatches(overlay: Overlay, { kind }: KubeObject, path: Path): Place | undefined {
  const word = path.findLast((step) => typeof step === 'string');
  if (word === undefined) return undefined;
  const pattern = new RegExp(
    `(?<![\\w-])${escape(word.replaceAll('~', '~0').replaceAll('/', '~1'))}(?![\\w-])|(?<![\\w-])${escape(word)}(?![\\w-])`,
  );
  for (const kustomization of overlay.kustomizations) {
    for (const [index, entry] of list(get(kustomization.toJS(), 'patches')).entries()) {
      const patch = text(get(entry, 'patch'));
      const from = kustomization.lineOf(['patches', index]);
      if (patch !== undefined && pattern.test(patch) && (targets(entry, kind) || hasKind(patch, kind))) {
        return { file: kustomization.path, line: kustomization.lineMatching(pattern, from) ?? from };
      }
      const name = text(get(entry, 'path'));
      const file = name && overlay.own.find((each) => each.path.endsWith(`/${name.replace(/^\.\//, '')}`));
      if (file && targets(entry, kind) && Array.isArray(file.toJS()) && pattern.test(file.text)) {
        return { file: file.path, line: file.lineMatching(pattern) };
      }
    }
  }
  return undefined;
}

const targets = (entry: unknown, kind: string): boolean => get(entry, 'target', 'kind') === kind;
const hasKind = (patch: string, kind: string): boolean => new RegExp(`kind"?: *"?${kind}\\b`).test(patch);
const escape = (word: string): string => word.replaceAll(/[$()*+./?[\\\]^{|}]/g, '\\$&');

function inManifests(sources: readonly SourceFile[], object: KubeObject, path: Path): Place | undefined {
  const same = (document: Document) =>
    document.get('kind') === object.kind &&
    document.get('apiVersion') === object.apiVersion &&
    document.getIn(['metadata', 'name']) === object.metadata.name;
  const places = sources.flatMap((source) =>
    source.documents
      .filter(same)
      .map((document) => ({ source, document, plain: document.toJS() as unknown })),
  );
  for (const asRendered of [true, false]) {
    for (let depth = path.length; depth > 0; depth--) {
      const steps = path.slice(0, depth);
      for (const { source, document, plain } of places) {
        if (asRendered && !isDeepStrictEqual(get(plain, ...steps), get(object, ...steps))) continue;
        const line = document.hasIn(steps) ? source.lineOf(steps, document) : undefined;
        if (line !== undefined) return { file: source.path, line };
      }
    }
  }
  const [first] = places;
  return first && { file: first.source.path };
}
