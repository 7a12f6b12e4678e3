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
 * Returns where a value of a rendering was written: in a patch, else in the manifest that has it as it was rendered,
 * the overlay's before a component's before the base's. If it is written nowhere, the place that should have it.
 */
export function locate(overlay: Overlay, object: KubeObject, path: Path): Place {
  const sources = [...overlay.own, ...overlay.inherited];
  return (
    inPatches(overlay, object, path) ??
    inManifests(sources, object, path) ?? { file: overlay.kustomization.path }
  );
}

/** Patches that stand in a kustomization, or are lists of operations (RFC 6902): no document of theirs has the kind. */
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
