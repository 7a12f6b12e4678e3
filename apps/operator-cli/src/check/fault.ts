import type { TenantFile } from '#tenant-file';
import type { Cluster } from '../cluster/clusters.js';
import type { Layout } from '../kustomize/layout.js';
import type { Overlay } from '../kustomize/overlay.js';
import type { KubeObject, Rendering } from '../kustomize/rendering.js';
import type { Path, SourceFile } from '../kustomize/source-file.js';
import type { FactSource } from '../terraform/fact-source.js';
import { locate, type Place } from './locate.js';

/** One fault, with its fix. */
export interface Fault extends Place {
  readonly message: string;
}

/** An overlay as its rules see it. */
export interface Subject {
  readonly layout: Layout;
  /** The cluster that the overlay lists; `undefined` if it lists none that has a profile. */
  readonly cluster: Cluster | undefined;
  readonly overlay: Overlay;
  /** Valid; `undefined` if it is missing or has errors, which are reported by themselves. */
  readonly tenants: TenantFile | undefined;
  /** Returns the place of a setting of `tenants`. */
  readonly placeOf: (path: Path) => Place;
  /** `undefined` where kustomize refuses. */
  readonly rendering: Rendering | undefined;
  /** The kustomization that makes the tenant's Namespace; `undefined` where the overlay has none. */
  readonly ownNamespace: OwnNamespace | undefined;
  /** Facts that AWS reports of tenants, by id, if the command asked AWS. */
  readonly aws: ReadonlyMap<string, FactSource>;
}

/** A kustomization in the overlay's folder `namespace`, with what it renders to or why it doesn't. */
export type OwnNamespace =
  | { readonly source: SourceFile; readonly rendering: Rendering }
  | { readonly source: SourceFile; readonly refusal: string };

/** A subject that kustomize renders. */
export interface RenderedSubject extends Subject {
  readonly rendering: Rendering;
}

/** One kind of fault, looked for in what was written. */
export type SourceRule = (subject: Subject) => Iterable<Fault>;
/** One kind of fault, looked for in what would be applied. */
export type RenderingRule = (subject: RenderedSubject) => Iterable<Fault>;

export const inSource = (source: SourceFile, path: Path, message: string): Fault => ({
  file: source.path,
  line: source.lineOf(path),
  message,
});

/** @param path of a setting of the subject's tenants */
export const inTenants = ({ placeOf }: Subject, path: Path, message: string): Fault => ({
  ...placeOf(path),
  message,
});

export const inRendering = (
  { overlay }: Subject,
  object: KubeObject,
  path: Path,
  message: string,
): Fault => ({ ...locate(overlay, object, path), message });
