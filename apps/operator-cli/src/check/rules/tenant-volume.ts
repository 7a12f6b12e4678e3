import { join } from 'node:path';
import { get, list, text } from '../../kustomize/data.js';
import { containersOf, nameOf, POD_SPEC, type KubeObject } from '../../kustomize/rendering.js';
import { isSharded, PLATFORM_MAP, SHARD_FILE, TEAMS_MAP } from '../../tenants-dir/shards.js';
import { inRendering, type Fault, type RenderedSubject } from '../fault.js';

type Steps = readonly (string | number)[];

/** A ConfigMap that a volume projects. */
interface Source {
  readonly name: string;
  readonly optional: boolean;
  readonly path: Steps;
}

/**
 * Checks that every ConfigMap of the tenant folder is mounted in the pod, and in a way in which Kubernetes updates it.
 */
export function* tenantVolume(subject: RenderedSubject, workload: KubeObject): Iterable<Fault> {
  if (!isSharded(subject.overlay.tenantsFolder)) return; // reported by another rule
  const volumes = list(get(workload, ...POD_SPEC, 'volumes'));
  const at = volumes.findIndex((volume, index) =>
    sourcesOf(volume, index).some(({ name }) => name === PLATFORM_MAP),
  );
  if (at === -1) {
    const message = `no volume mounts ConfigMap ${PLATFORM_MAP}; keep the volume of component tenants-dir`;
    yield inRendering(subject, workload, [...POD_SPEC, 'volumes'], message);
    return;
  }
  const sources = sourcesOf(volumes[at], at);
  yield* ofSources(subject, workload, sources);
  yield* ofConfigMaps(subject, sources);
  yield* ofContainer(subject, workload, text(get(volumes[at], 'name')) ?? '');
}

const sourcesOf = (volume: unknown, index: number): Source[] =>
  list(get(volume, 'projected', 'sources')).flatMap((source, place) => {
    const name = text(get(source, 'configMap', 'name'));
    const path = [...POD_SPEC, 'volumes', index, 'projected', 'sources', place, 'configMap'];
    return name === undefined
      ? []
      : [{ name, optional: get(source, 'configMap', 'optional') === true, path }];
  });

function* ofSources(
  subject: RenderedSubject,
  workload: KubeObject,
  sources: readonly Source[],
): Iterable<Fault> {
  for (const { name, optional, path } of sources) {
    const fault = (message: string) => inRendering(subject, workload, [...path, 'optional'], message);
    if (name === PLATFORM_MAP && optional)
      yield fault(
        `${name} must not be optional: otherwise its deletion would end every tenant, instead of leaving the mounted files as they are`,
      );
    else if (name.startsWith(TEAMS_MAP) && !optional)
      yield fault(`${name} must be optional: its ConfigMap does not exist until it has the file of a team`);
  }
}

function* ofConfigMaps(subject: RenderedSubject, sources: readonly Source[]): Iterable<Fault> {
  const mounted = new Set(sources.map(({ name }) => name));
  for (const map of subject.rendering.of('ConfigMap', '')) {
    const { name, labels } = map.metadata;
    if (name !== PLATFORM_MAP && !name.startsWith(TEAMS_MAP)) continue;
    if (!mounted.has(name)) {
      const file = join(subject.overlay.tenantsFolder, SHARD_FILE);
      const line = subject.overlay.own
        .find(({ path }) => path === file)
        ?.lineMatching(new RegExp(`: ${name}$`));
      const message = `${nameOf(map)} is not mounted in the pods; keep it in the volume of component tenants-dir`;
      yield { file, line, message };
    }
    if (get(map, 'immutable') === true)
      yield inRendering(
        subject,
        map,
        ['immutable'],
        `${nameOf(map)} is immutable, so no change of a team’s file could be applied; remove it`,
      );
    if (labels?.[LABEL] !== 'true')
      yield inRendering(
        subject,
        map,
        ['metadata', 'labels', LABEL],
        `${nameOf(map)} lacks the label ${LABEL}: "true", by which an admission policy recognizes tenant files; add it`,
      );
  }
}

const LABEL = 'tenant-presign/tenant-files';

function* ofContainer(subject: RenderedSubject, workload: KubeObject, volume: string): Iterable<Fault> {
  for (const { container, path } of containersOf(workload).filter(({ name }) => name === 'api')) {
    const env = list(container['env']);
    const valueOf = (name: string) =>
      text(
        get(
          env.find((entry) => get(entry, 'name') === name),
          'value',
        ),
      );
    const mounts = list(container['volumeMounts']);
    const at = mounts.findIndex((mount) => get(mount, 'name') === volume);
    const folder = text(get(mounts[at], 'mountPath'));
    const fault = (place: Steps, message: string) =>
      inRendering(subject, workload, [...path, ...place], message);
    if (valueOf('TENANTS_FILE') !== undefined)
      yield fault(['env'], 'TENANTS_FILE and TENANTS_DIR are both set; remove TENANTS_FILE');
    if (folder === undefined || valueOf('TENANTS_DIR') !== folder)
      yield fault(
        ['env'],
        `TENANTS_DIR is ${valueOf('TENANTS_DIR') ?? 'not set'}, and the tenant files are mounted at ${folder ?? 'no place'}`,
      );
    if (['subPath', 'subPathExpr'].some((field) => get(mounts[at], field) !== undefined))
      yield fault(
        ['volumeMounts', at, 'subPath'],
        'Kubernetes does not update a mount with subPath; mount the whole volume',
      );
  }
}
