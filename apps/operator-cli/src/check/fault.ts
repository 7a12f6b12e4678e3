import type { TenantFile } from '#tenant-file';
import type { Cluster } from '../cluster/clusters.js';
import type { Layout } from '../kustomize/layout.js';
import type { Overlay } from '../kustomize/overlay.js';
import type { KubeObject, Rendering } from '../kustomize/rendering.js';
import type { Path, SourceFile } from '../kustomize/source-file.js';
import type { FactSource } from '../terraform/fact-source.js';
import { locate, type Place } from './locate.js';

/** One fault, and how to fix it. */
export interface Fault extends Place {
  readonly message: string;
}

/** An overlay, with everything that the rules read. */
export interface Subject {
  readonly layout: Layout;
  /** The cluster that the overlay lists; `undefined` if the overlay lists none that has a profile. */
  readonly cluster: Cluster | undefined;
  readonly overlay: Overlay;
  /** The valid tenant file; `undefined` if the file is missing or has errors, which are reported separately. */
  readonly tenants: TenantFile | undefined;
  /** Returns the place of a setting of `tenants`. */
  readonly placeOf: (path: Path) => Place;
  /** What the overlay renders to; `undefined` if kustomize fails. */
  readonly rendering: Rendering | undefined;
  /** The kustomization that makes the tenant's Namespace; `undefined` if the overlay has none. */
  readonly ownNamespace: OwnNamespace | undefined;
  /** The facts that AWS reports about tenants, by tenant id; empty if the command did not ask AWS. */
  readonly aws: ReadonlyMap<string, FactSource>;
}

/** The kustomization in the overlay's folder `namespace`, with its rendering or the reason why it has none. */
export type OwnNamespace =
  | { readonly source: SourceFile; readonly rendering: Rendering }
  | { readonly source: SourceFile; readonly refusal: string };

/** A subject whose overlay kustomize can render. */
export interface RenderedSubject extends Subject {
  readonly rendering: Rendering;
}

/** A rule that looks for one kind of fault in the files of an overlay. */
export type SourceRule = (subject: Subject) => Iterable<Fault>;
/** A rule that looks for one kind of fault in the objects that would be applied. */
export type RenderingRule = (subject: RenderedSubject) => Iterable<Fault>;

export const inSource = (source: SourceFile, path: Path, message: string): Fault => ({
  file: source.path,
  line: source.lineOf(path),
  message,
});

/** Returns a fault at a setting of the tenant file. @param path the path of a setting in the subject's tenants */
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
