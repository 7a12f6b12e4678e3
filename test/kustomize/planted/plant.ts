import type { Workspace } from '../support/workspace.js';

/** One thing done wrong to a clean overlay. */
export interface Planted {
  readonly fault: string;
  readonly plant: Plant;
  /** In the overlay, or from `deploy/kustomize` with `../`. */
  readonly file: string;
  /** Part of the line that the fault is reported at; `undefined` where it has none. */
  readonly text: string | undefined;
  readonly says: string;
  /** Can't be planted beside others of its area. */
  readonly alone?: boolean;
}

/** Faults of a kind, for one overlay. */
export interface Area {
  readonly area: string;
  readonly overlay: string;
  readonly faults: readonly Planted[];
}

export type Plant = (workspace: Workspace, overlay: string) => void;

export const KUSTOMIZATION = 'kustomization.yaml';
export const CONTAINER = '/spec/template/spec/containers/0';

export const replace =
  (file: string, from: string | RegExp, to: string): Plant =>
  (workspace, overlay) =>
    workspace.replace(`${overlay}/${file}`, from, to);

export const append =
  (file: string, text: string): Plant =>
  (workspace, overlay) =>
    workspace.append(`${overlay}/${file}`, text);

/** An entry of a list in the kustomization, which may not be there yet. */
export const entry =
  (list: string, lines: string): Plant =>
  (workspace, overlay) => {
    const path = `${overlay}/${KUSTOMIZATION}`;
    const heading = `\n${list}:\n`;
    const text = `${heading}${lines}\n`;
    if (workspace.read(path).includes(heading)) workspace.replace(path, heading, text);
    else workspace.append(path, text);
  };

/** @param target as `Deployment`, or `NetworkPolicy tenant-presign-egress` @param body what the patch says */
export function patch(target: string, body: string): Plant {
  const [kind, name] = target.split(' ');
  const selector = `{ kind: ${kind}${name === undefined ? '' : `, name: ${name}`} }`;
  return entry('patches', `  - target: ${selector}\n    patch: |-\n${body.replaceAll(/^/gm, '      ')}`);
}

/** A patch in a file of its own, in the shape of what it changes. */
export const strategicMerge =
  (text: string): Plant =>
  (workspace, overlay) => {
    workspace.write(`${overlay}/extra.yaml`, text);
    entry('patches', '  - path: extra.yaml')(workspace, overlay);
  };

/** RFC 6902. */
export const operation = (op: 'add' | 'remove' | 'replace', path: string, value?: string): string =>
  `- op: ${op}\n  path: ${path}${value === undefined ? '' : `\n  value: ${value}`}`;

export const deletion = (apiVersion: string, kind: string, name: string): Plant =>
  entry(
    'patches',
    `  - patch: '{ $patch: delete, apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: ${name} } }'`,
  );
