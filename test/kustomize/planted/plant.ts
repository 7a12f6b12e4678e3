import type { Workspace } from '../support/workspace.js';

/** A fault that a test adds to an overlay without faults. */
export interface Planted {
  readonly fault: string;
  readonly plant: Plant;
  /** The file in which the fault is reported, relative to the overlay; `../` leads to `deploy/kustomize`. */
  readonly file: string;
  /** A part of the line at which the fault is reported; `undefined` if it is reported without a line. */
  readonly text: string | undefined;
  readonly says: string;
  /** True if the fault can't be added together with other faults of its area. */
  readonly alone?: boolean;
}

/** The faults of one kind, for one overlay. */
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

/** Adds an entry to a list in the kustomization. Adds the list if it does not exist. */
export const entry =
  (list: string, lines: string): Plant =>
  (workspace, overlay) => {
    const path = `${overlay}/${KUSTOMIZATION}`;
    const heading = `\n${list}:\n`;
    const text = `${heading}${lines}\n`;
    if (workspace.read(path).includes(heading)) workspace.replace(path, heading, text);
    else workspace.append(path, text);
  };

/** Adds an entry to `images`, which replaces the image that the cluster's component names. */
export const image = (...lines: readonly string[]): Plant =>
  entry('images', [`  - name: ${REPOSITORY}`, ...lines.map((line) => `    ${line}`)].join('\n'));

export const REPOSITORY = '111111111111.dkr.ecr.eu-west-1.amazonaws.com/tenant-presign';

/**
 * Adds a patch.
 *
 * @param target kind and optional name, such as `Deployment` or `NetworkPolicy tenant-presign-egress`
 * @param body the text of the patch
 */
export function patch(target: string, body: string): Plant {
  const [kind, name] = target.split(' ');
  const selector = `{ kind: ${kind}${name === undefined ? '' : `, name: ${name}`} }`;
  return entry('patches', `  - target: ${selector}\n    patch: |-\n${body.replaceAll(/^/gm, '      ')}`);
}

/** Adds a patch of the tenant's Namespace to the kustomization that makes it. */
export const namespacePatch =
  (body: string): Plant =>
  (workspace, overlay) =>
    workspace.append(
      `${overlay}/${NAMESPACE_KUSTOMIZATION}`,
      `\npatches:\n  - target: { kind: Namespace }\n    patch: |-\n${body.replaceAll(/^/gm, '      ')}\n`,
    );

/** Adds an object in a file of its own. */
export const resource =
  (text: string): Plant =>
  (workspace, overlay) => {
    workspace.write(`${overlay}/extra.yaml`, text);
    workspace.replace(`${overlay}/${KUSTOMIZATION}`, '  - ../../base\n', '  - ../../base\n  - extra.yaml\n');
  };

/** Adds a strategic merge patch in a file of its own. */
export const strategicMerge =
  (text: string): Plant =>
  (workspace, overlay) => {
    workspace.write(`${overlay}/extra.yaml`, text);
    entry('patches', '  - path: extra.yaml')(workspace, overlay);
  };

/** Returns an operation of a JSON patch (RFC 6902) as YAML. */
export const operation = (op: 'add' | 'remove' | 'replace', path: string, value?: string): string =>
  `- op: ${op}\n  path: ${path}${value === undefined ? '' : `\n  value: ${value}`}`;

export const deletion = (apiVersion: string, kind: string, name: string): Plant =>
  entry(
    'patches',
    `  - patch: '{ $patch: delete, apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: ${name} } }'`,
  );
