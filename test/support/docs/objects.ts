import { parseAllDocuments } from 'yaml';
import { nestedBlocks } from './nested-blocks.js';

/** An object of Kubernetes that a page shows. */
export interface ShownObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Returns the objects of Kubernetes in a page's YAML blocks. @param page its path in the repository */
export const objectsOf = (page: string): ShownObject[] =>
  nestedBlocks(page, 'yaml')
    .flatMap((code) => parseAllDocuments(code).map((document) => document.toJS() as ShownObject | null))
    .filter((object) => object !== null)
    .filter(({ apiVersion, kind }) => typeof apiVersion === 'string' && typeof kind === 'string');
