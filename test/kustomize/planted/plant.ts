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
export const NAMESPACE_KUSTOMIZATION = 'namespace/kustomization.yaml';
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

/** An image of the overlay's own, instead of that which the cluster's component has named. */
export const image = (...lines: readonly string[]): Plant =>
  entry('images', [`  - name: ${REPOSITORY}`, ...lines.map((line) => `    ${line}`)].join('\n'));

export const REPOSITORY = '111111111111.dkr.ecr.eu-west-1.amazonaws.com/tenant-presign';

/** @param target as `Deployment`, or `NetworkPolicy tenant-presign-egress` @param body what the patch says */
export function patch(target: string, body: string): Plant {
  const [kind, name] = target.split(' ');
  const selector = `{ kind: ${kind}${name === undefined ? '' : `, name: ${name}`} }`;
  return entry('patches', `  - target: ${selector}\n    patch: |-\n${body.replaceAll(/^/gm, '      ')}`);
}

/** The patch of the tenant's Namespace, which is made by a kustomization of its own. */
export const namespacePatch =
  (body: string): Plant =>
  (workspace, overlay) =>
    workspace.append(
      `${overlay}/${NAMESPACE_KUSTOMIZATION}`,
      `\npatches:\n  - target: { kind: Namespace }\n    patch: |-\n${body.replaceAll(/^/gm, '      ')}\n`,
    );

/** An object in a file of its own. */
export const resource =
  (text: string): Plant =>
  (workspace, overlay) => {
    workspace.write(`${overlay}/extra.yaml`, text);
    workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../base\n', '  - ../../base\n  - extra.yaml\n');
  };

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
