import { parseAllDocuments, stringify } from 'yaml';
import { fields, get, list, text } from './data.js';

/** One object of a rendering. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

/** One container of a pod, and its path in the object. */
export interface PlacedContainer {
  readonly container: Record<string, unknown>;
  readonly name: string;
  readonly path: readonly (string | number)[];
}

export const POD_SPEC = ['spec', 'template', 'spec'] as const;

/** The objects that would be applied. */
export class Rendering {
  constructor(readonly objects: readonly KubeObject[]) {}

  /** Parses a rendering. @param yaml the output of kustomize */
  static parse(yaml: string): Rendering {
    const documents = parseAllDocuments(yaml);
    return new Rendering(
      (Array.isArray(documents) ? documents : [])
        .map((document) => document.toJS() as KubeObject)
        .filter((object) => typeof object?.kind === 'string'),
    );
  }

  /** Returns the objects of a kind. @param group the API group; empty for core */
  of(kind: string, group?: string): readonly KubeObject[] {
    return this.objects.filter(
      (object) => object.kind === kind && (group === undefined || groupOf(object) === group),
    );
  }

  get deployments(): readonly KubeObject[] {
    return this.of('Deployment', 'apps');
  }

  get knativeServices(): readonly KubeObject[] {
    return this.of('Service', 'serving.knative.dev');
  }

  /**
   * The objects that run pods: Knative Services and Deployments, which have the pod template at the same path. The
   * first one is the API's.
   */
  get workloads(): readonly KubeObject[] {
    return [...this.knativeServices, ...this.deployments];
  }

  /** Returns the same text for every release of kustomize. */
  toString(): string {
    return this.objects.map((object) => stringify(object, { lineWidth: 0 })).join('---\n');
  }
}

export function groupOf({ apiVersion }: KubeObject): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

export function containersOf(workload: KubeObject): PlacedContainer[] {
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((role) =>
    list(get(workload, ...POD_SPEC, role)).map((container, index) => ({
      container: fields(container),
      name: text(get(container, 'name')) ?? `${role}[${index}]`,
      path: [...POD_SPEC, role, index],
    })),
  );
}

export function podLabels(workload: KubeObject): Record<string, unknown> {
  return fields(get(workload, 'spec', 'template', 'metadata', 'labels'));
}

/** Returns whether `matchLabels` of a selector match. Expressions are ignored, since our manifests have none. */
export function selects(selector: unknown, labels: Record<string, unknown>): boolean {
  return Object.entries(fields(get(selector, 'matchLabels'))).every(
    ([name, value]) => labels[name] === value,
  );
}

export const nameOf = ({ kind, metadata }: KubeObject): string => `${kind} ${metadata.name}`;
