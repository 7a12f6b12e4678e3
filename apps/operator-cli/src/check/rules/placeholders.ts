import { idOfTeamFile, PLATFORM_FILE } from '#tenant-file';
import { TENANT_FILE } from '../../kustomize/overlay.js';
import type { KubeObject } from '../../kustomize/rendering.js';
import { nameOf } from '../../kustomize/rendering.js';
import type { Path } from '../../kustomize/source-file.js';
import { inRendering, type Fault, type SourceRule, type Subject } from '../fault.js';

const PLACEHOLDER =
  /place[-_]?holder|replace[-_ ]?(?:me|this)|change[-_ ]?me|fill[-_ ]?(?:me|in)|<[a-z][^<>]*>|\{\{.*\}\}|\b0{12}\b/i;
const IN_CAPITALS = /\b(?:TODO|FIXME|TBD|XXX+|EXAMPLE|YOUR[-_]\w+)\b/;
/** A variable of a shell or of envsubst. In prefixes of grants, the same syntax is the tenant file's own. */
const VARIABLE = /\$\{[^}]*\}/;

/** Returns whether an object has templates that Prometheus or Grafana fill in when an alert or a graph is shown. */
const isTemplate = ({ kind, metadata }: KubeObject): boolean =>
  kind === 'PrometheusRule' || metadata.labels?.['grafana_dashboard'] !== undefined;

const filledIn = (value: string): string => value.replaceAll(/\{\{.*?\}\}|\$\{\w+\}/g, '');

export const isPlaceholderFault = (message: string): boolean => / is a placeholder[ ;]/.test(message);

/** Finds placeholders that were not filled in, in the overlay's files or in their rendering. */
export const placeholders: SourceRule = function* (subject) {
  const { overlay, rendering, layout } = subject;
  const written = new Set<string>();
  for (const source of overlay.own) {
    for (const { value, line, path } of source.strings()) {
      const word = placeholderIn(value, path.includes('prefixes'));
      if (word === undefined) continue;
      written.add(value);
      yield { file: source.path, line, message: `“${word}” is a placeholder; replace it with your value` };
    }
  }
  for (const object of rendering?.objects ?? [])
    yield* inObject(subject, object, object, [], written, layout.show(overlay.folder));
};

const isTenantFile = (key: string): boolean =>
  key === TENANT_FILE || key === PLATFORM_FILE || idOfTeamFile(key) !== undefined;

function placeholderIn(value: string, mayHaveVariables = false): string | undefined {
  const found =
    PLACEHOLDER.exec(value) ?? IN_CAPITALS.exec(value) ?? (mayHaveVariables ? null : VARIABLE.exec(value));
  return found?.[0];
}

function* inObject(
  subject: Subject,
  object: KubeObject,
  value: unknown,
  path: Path,
  written: ReadonlySet<string>,
  folder: string,
): Iterable<Fault> {
  if (isTenantFile(String(path.at(-1)))) return; // the tenant file is checked in its source
  if (typeof value === 'string') {
    const validated = isTemplate(object) ? filledIn(value) : value;
    const word = written.has(value) ? undefined : placeholderIn(validated);
    if (word === undefined) return;
    yield inRendering(
      subject,
      object,
      path,
      `“${word}” is a placeholder that reaches the cluster: give ${nameOf(object)} a ${String(path.findLast((step) => typeof step === 'string'))} of its own by a patch in ${folder}`,
    );
  } else if (typeof value === 'object' && value !== null) {
    const entries: [string | number, unknown][] = Array.isArray(value)
      ? [...value.entries()]
      : Object.entries(value);
    for (const [step, below] of entries)
      yield* inObject(subject, object, below, [...path, step], written, folder);
  }
}
