import { get, words } from '../../kustomize/data.js';
import { nameOf } from '../../kustomize/rendering.js';
import { inRendering, inSource, type Fault, type RenderedSubject, type RenderingRule } from '../fault.js';

const SYSTEM = /^(?:default|kube-.*)$/;
const LEVEL = 'pod-security.kubernetes.io/';
const COMPONENT = 'components/namespace';

/** Checks that the overlay uses one namespace and doesn't make it. */
export const namespace: RenderingRule = function* (subject) {
  const { overlay, rendering } = subject;
  const { kustomization, namespace: name } = overlay;
  if (name === undefined) {
    yield { file: kustomization.path, message: 'names no namespace; add namespace: TEAM' };
    return;
  }
  if (SYSTEM.test(name))
    yield inSource(
      kustomization,
      ['namespace'],
      `${name} is a namespace of the cluster itself; give the tenant a namespace of its own`,
    );
  for (const made of rendering.of('Namespace', '')) {
    yield inRendering(
      subject,
      made,
      ['kind'],
      `makes the Namespace ${made.metadata.name}, which kubectl delete -k would delete with everything in it; make it with ${COMPONENT} in ${overlay.name}/namespace`,
    );
  }
  yield* outside(subject, name);
  yield* ofKustomization(subject, name);
};

function* outside(subject: RenderedSubject, name: string): Iterable<Fault> {
  for (const object of subject.rendering.objects) {
    if (object.kind === 'Namespace' || object.metadata.namespace === name) continue;
    yield inRendering(
      subject,
      object,
      ['metadata', 'namespace'],
      `${nameOf(object)} is in ${object.metadata.namespace ?? 'no namespace'}; all objects of the overlay must be in ${name}`,
    );
  }
}

/** Checks the kustomization in folder `namespace`, which makes the Namespace of a tenant that has none yet. */
function* ofKustomization(subject: RenderedSubject, name: string): Iterable<Fault> {
  const { overlay, ownNamespace } = subject;
  if (ownNamespace === undefined) return;
  const { source } = ownNamespace;
  if ('refusal' in ownNamespace) {
    yield { file: source.path, message: ownNamespace.refusal };
    return;
  }
  const { objects } = ownNamespace.rendering;
  const fault = (path: readonly string[], message: string): Fault => ({
    file: source.path,
    line: source.lineOf(path),
    message,
  });
  for (const object of objects.filter(({ kind }) => kind !== 'Namespace'))
    yield fault(['resources'], `makes ${nameOf(object)} beside the Namespace; move it to ${overlay.name}`);
  const first = objects.find(({ kind }) => kind === 'Namespace');
  if (first === undefined) {
    yield fault(['components'], `makes no Namespace; list ../../../${COMPONENT}, or remove the folder`);
    return;
  }
  if (first.metadata.name !== name)
    yield fault(
      ['namespace'],
      `the Namespace is called ${first.metadata.name}, and the overlay uses namespace ${name}; give both the same name`,
    );
  for (const mode of ['enforce', 'audit', 'warn']) {
    const level = get(first, 'metadata', 'labels', LEVEL + mode);
    if (level === 'restricted' || (level === undefined && mode !== 'enforce')) continue;
    const has = level === undefined ? 'has no label' : `is labelled ${words(level)}, not`;
    yield fault(['patches'], `the Namespace ${has} ${LEVEL}${mode}: restricted; set the label`);
  }
  for (const [annotation, value] of Object.entries(KEEPS)) {
    if (get(first, 'metadata', 'annotations', annotation) !== value)
      yield fault(
        ['patches'],
        `the Namespace lacks ${annotation}: ${value}, so that a prune would delete it with everything in it; add the annotation`,
      );
  }
}

/** The annotations that keep Argo CD, Flux and cli-utils from deleting the Namespace. */
const KEEPS: Readonly<Record<string, string>> = {
  'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
  'kustomize.toolkit.fluxcd.io/prune': 'disabled',
  'client.lifecycle.config.k8s.io/deletion': 'detach',
};
