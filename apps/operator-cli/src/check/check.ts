import { dirname } from 'node:path';
import { readClusters, staleFiles, type Cluster } from '../cluster/clusters.js';
import type { Layout } from '../kustomize/layout.js';
import { Overlay } from '../kustomize/overlay.js';
import { RenderError, render, type Renderer } from '../kustomize/renderer.js';
import { Rendering } from '../kustomize/rendering.js';
import type { FactSource } from '../terraform/fact-source.js';
import type { Fault, OwnNamespace, RenderingRule, SourceRule, Subject } from './fault.js';
import { across } from './rules/across.js';
import { cluster as ofCluster } from './rules/cluster.js';
import { components } from './rules/components.js';
import { deprecatedFields } from './rules/deprecated-fields.js';
import { identity } from './rules/identity.js';
import { images } from './rules/images.js';
import { kubernetesKeys } from './rules/kubernetes-keys.js';
import { knativeFields } from './rules/knative-fields.js';
import { missingFiles } from './rules/missing-files.js';
import { namespace } from './rules/namespace.js';
import { networkPolicies } from './rules/network-policies.js';
import { patches } from './rules/patches.js';
import { isPlaceholderFault, placeholders } from './rules/placeholders.js';
import { platform } from './rules/platform.js';
import { pointlessGrants } from './rules/pointless-grants.js';
import { podSecurity } from './rules/pod-security.js';
import { references } from './rules/references.js';
import { scaling } from './rules/scaling.js';
import { secrets } from './rules/secrets.js';
import { tenantFile } from './rules/tenant-file.js';
import { terraform } from './rules/terraform.js';
import { shards, tenantFolder } from './rules/tenant-folder.js';
import { workload } from './rules/workload.js';
import { NO_TENANTS } from './overlay-tenants.js';
import { readTenants } from './tenants.js';

const SOURCE_RULES: readonly SourceRule[] = [
  deprecatedFields,
  secrets,
  tenantFile,
  tenantFolder,
  pointlessGrants,
  terraform,
];
const RENDERING_RULES: readonly RenderingRule[] = [
  namespace,
  identity,
  images,
  podSecurity,
  workload,
  references,
  networkPolicies,
  kubernetesKeys,
  scaling,
  knativeFields,
  patches,
];

/**
 * The rules that read the cluster's component. If the component is missing, these rules are skipped: each would only
 * report the same fault again.
 */
const FROM_CLUSTER: ReadonlySet<RenderingRule> = new Set([images, networkPolicies]);
/** The rules for the platform's overlay, which has no tenant. */
const PLATFORM_SOURCE_RULES: readonly SourceRule[] = [deprecatedFields, secrets];
const PLATFORM_RENDERING_RULES: readonly RenderingRule[] = [platform, patches];

/** The faults of one overlay, or of one cluster. */
export interface Verdict {
  readonly overlay: string;
  readonly faults: readonly Fault[];
  readonly rendering: Rendering | undefined;
}

/**
 * Checks each overlay by itself and all overlays together.
 *
 * @param names the overlays to report on; the others are read too, to find values that two overlays share
 * @param aws the facts that AWS reports about tenants, by tenant id; empty if AWS was not asked
 */
export function check(
  layout: Layout,
  renderer: Renderer,
  names: readonly string[],
  aws: ReadonlyMap<string, FactSource> = new Map(),
): Verdict[] {
  const clusters = readClusters(layout);
  const inspected = layout
    .overlayNames()
    .map((name) => inspect(layout, clusters, renderer, name, aws))
    .toSorted((one, other) => Number(isOfPlatform(one)) - Number(isOfPlatform(other))); // the platform last
  const subjects = inspected.flatMap(({ subject }) => subject ?? []);
  const shared = across(subjects, layout.show);
  return inspected
    .filter(({ name }) => names.includes(name))
    .map(({ name, subject, faults }) => ({
      overlay: name,
      faults: distinct([...faults, ...(shared.get(name) ?? [])]),
      rendering: subject?.rendering,
    }));
}

const isOfPlatform = ({ subject }: { readonly subject: Subject | undefined }): boolean =>
  subject?.overlay.isPlatform === true;

/** Checks the profiles of all clusters, and checks that each cluster's component is what its profile renders to. */
export function checkClusters(layout: Layout): Verdict[] {
  const orphans = layout
    .renderedClusterNames()
    .filter((name) => !layout.clusterNames().includes(name))
    .map((name) => {
      const profile = layout.show(layout.profile(name));
      const message = `the profile ${profile} is missing; write it, or remove the folder`;
      return { overlay: name, rendering: undefined, faults: [{ file: layout.cluster(name), message }] };
    });
  const known = [...readClusters(layout).values()].map(({ name, path, errors, profile }) => {
    const stale = profile === undefined ? [] : staleFiles(layout, profile);
    const message = `isn’t what ${layout.show(path)} renders to (${stale.join(', ')}); npm run cluster:render -- ${name} writes it`;
    const faults = [
      ...errors.map((error) => ({ file: path, ...error })),
      ...(stale.length === 0 ? [] : [{ file: layout.cluster(name), message }]),
    ];
    return { overlay: name, rendering: undefined, faults };
  });
  return [...orphans, ...known];
}

function inspect(
  layout: Layout,
  clusters: ReadonlyMap<string, Cluster>,
  renderer: Renderer,
  name: string,
  aws: Subject['aws'],
) {
  let overlay: Overlay;
  try {
    overlay = new Overlay(name, layout.overlay(name), layout);
  } catch (error) {
    return {
      name,
      subject: undefined,
      faults: [{ file: layout.overlay(name), message: (error as Error).message }],
    };
  }
  const unreadable = overlay.own.flatMap(({ path, errors }) =>
    errors.map(({ message, line }) => ({ file: path, line, message: `isn't YAML: ${message}` })),
  );
  if (unreadable.length > 0) return { name, subject: undefined, faults: unreadable };

  const { isPlatform } = overlay;
  const { tenants, errors, placeOf } = isPlatform ? NO_TENANTS : readTenants(overlay);
  const { rendering, refusal } = tryRender(renderer, overlay.folder, overlay.kustomization.path);
  const cluster = overlay.cluster === undefined ? undefined : clusters.get(overlay.cluster);
  const ownNamespace = renderNamespace(renderer, overlay);
  const subject: Subject = { layout, cluster, overlay, tenants, placeOf, rendering, ownNamespace, aws };
  // These faults are found without kustomize: files that it can't read, and components that exclude each other.
  const ofClusters = [...ofCluster(subject)];
  const reasons = [
    ...missingFiles(subject),
    ...ofClusters,
    ...(isPlatform ? [] : components(subject)),
    ...shards(subject),
  ];
  const sourceRules = isPlatform ? PLATFORM_SOURCE_RULES : SOURCE_RULES;
  const renderingRules = (isPlatform ? PLATFORM_RENDERING_RULES : RENDERING_RULES).filter(
    (rule) => ofClusters.length === 0 || !FROM_CLUSTER.has(rule),
  );
  const faults = [
    ...placeholders({ ...subject, rendering: ofClusters.length === 0 ? rendering : undefined }),
    ...reasons,
    ...errors,
    ...sourceRules.flatMap((rule) => [...rule(subject)]),
    ...(refusal && reasons.length === 0 ? [refusal] : []),
    ...(rendering ? renderingRules.flatMap((rule) => [...rule({ ...subject, rendering })]) : []),
  ];
  return { name, subject, faults };
}

function renderNamespace(renderer: Renderer, overlay: Overlay): OwnNamespace | undefined {
  const source = overlay.ownNamespace;
  if (source === undefined) return undefined;
  const { rendering, refusal } = tryRender(renderer, dirname(source.path), source.path);
  return rendering ? { source, rendering } : { source, refusal: refusal!.message };
}

function tryRender(
  renderer: Renderer,
  folder: string,
  file: string,
): { rendering?: Rendering; refusal?: Fault } {
  try {
    return { rendering: Rendering.parse(render(renderer, folder)) };
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const message = `kustomize refuses the overlay: ${error.message}`;
    return { refusal: { file, message } };
  }
}

const placeOf = ({ file, line }: Fault): string => `${file}:${line}`;

/** Removes repeated faults, and all other faults in the line of a placeholder. */
function distinct(faults: readonly Fault[]): Fault[] {
  const unfilled = new Set(faults.filter(({ message }) => isPlaceholderFault(message)).map(placeOf));
  const seen = new Set<string>();
  return faults.filter((fault) => {
    const text = `${placeOf(fault)} ${fault.message}`;
    const repeats = seen.has(text) || (unfilled.has(placeOf(fault)) && !isPlaceholderFault(fault.message));
    seen.add(text);
    return !repeats;
  });
}
