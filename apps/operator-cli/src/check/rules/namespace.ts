import { get, words } from '../../kustomize/data.js';
import { nameOf } from '../../kustomize/rendering.js';
import { inRendering, inSource, type RenderingRule } from '../fault.js';

const SYSTEM = /^(?:default|kube-.*)$/;
const LEVEL = 'pod-security.kubernetes.io/';

/** One namespace, made by the overlay, under Pod Security *restricted*. */
export const namespace: RenderingRule = function* (subject) {
  const { overlay, rendering } = subject;
  const { kustomization, namespace: name } = overlay;
  if (name === undefined) {
    yield { file: kustomization.path, message: 'names no namespace; add namespace: TEAM' };
    return;
  }
  if (SYSTEM.test(name))
    yield inSource(kustomization, ['namespace'], `${name} is the cluster’s own; give the tenant a namespace`);
  // Kustomize renames a Namespace as `namespace:` says, without a word.
  for (const source of overlay.own) {
    for (const document of source.documents.filter((each) => each.get('kind') === 'Namespace')) {
      const written = document.getIn(['metadata', 'name']);
      if (written !== name) {
        yield {
          file: source.path,
          line: source.lineOf(['metadata', 'name'], document),
          message: `the Namespace is called ${words(written)}, and kustomization.yaml puts everything into ${name}; make them one`,
        };
      }
    }
  }
  const namespaces = rendering.of('Namespace', '');
  if (namespaces.length === 0) {
    yield {
      file: kustomization.path,
      line: kustomization.lineOf(['resources']),
      message: `makes no Namespace; add one with the label ${LEVEL}enforce: restricted`,
    };
  }
  for (const made of namespaces) {
    for (const mode of ['enforce', 'audit', 'warn']) {
      const level = get(made, 'metadata', 'labels', LEVEL + mode);
      if (level === 'restricted' || (level === undefined && mode !== 'enforce')) continue;
      const has = level === undefined ? 'has no label' : `is labelled ${words(level)}, not`;
      const path = ['metadata', 'labels', LEVEL + mode];
      yield inRendering(subject, made, path, `the Namespace ${has} ${LEVEL}${mode}: restricted`);
    }
  }
  for (const object of rendering.objects) {
    if (object.kind === 'Namespace' || object.metadata.namespace === name) continue;
    yield inRendering(
      subject,
      object,
      ['metadata', 'namespace'],
      `${nameOf(object)} is in ${object.metadata.namespace ?? 'no namespace'}; everything of the overlay belongs into ${name}`,
    );
  }
};
