import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { get, list, text } from '../../kustomize/data.js';
import type { Path } from '../../kustomize/source-file.js';
import { inSource, type SourceRule } from '../fault.js';
import { lacksCluster } from './cluster.js';

/** Finds files and folders that the overlay names but that don't exist. */
export const missingFiles: SourceRule = function* ({ overlay }) {
  const plain = overlay.kustomization.toJS();
  for (const [path, name] of namedFiles(plain)) {
    if (/^[a-z]+:\/\/|^[\w.-]+@|\?ref=/.test(name) || existsSync(resolve(overlay.folder, name))) continue;
    if (lacksCluster(name)) continue; // reported by another rule
    yield inSource(
      overlay.kustomization,
      path,
      `${name} doesn’t exist; add the file, or remove it from the list`,
    );
  }
};

function* namedFiles(plain: unknown): Iterable<[Path, string]> {
  for (const field of ['resources', 'components', 'bases']) {
    for (const [index, entry] of list(get(plain, field)).entries()) yield [[field, index], String(entry)];
  }
  for (const [index, entry] of list(get(plain, 'patches')).entries()) {
    const path = text(get(entry, 'path'));
    if (path !== undefined) yield [['patches', index], path];
  }
  for (const [index, generator] of list(get(plain, 'configMapGenerator')).entries()) {
    for (const [place, entry] of list(get(generator, 'files')).entries()) {
      yield [['configMapGenerator', index, 'files', place], String(entry).replace(/^[^=]*=/, '')];
    }
  }
}
