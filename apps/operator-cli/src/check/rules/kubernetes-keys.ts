import { get, list, text } from '../../kustomize/data.js';
import { POD_SPEC } from '../../kustomize/rendering.js';
import { inRendering, inTenants, type RenderingRule } from '../fault.js';

/** The component that reads the cluster's keys from its API server. */
export const KUBERNETES_KEYS = 'kubernetes-keys';

/** Checks issuers with `keys: kubernetes`, the component that they need, and the token that the component mounts. */
export const kubernetesKeys: RenderingRule = function* (subject) {
  const { overlay, tenants, cluster, rendering } = subject;
  const component = overlay.components.find(({ name }) => name === KUBERNETES_KEYS);
  const own = cluster?.profile?.issuer;
  const entries = (tenants?.issuers ?? []).map((issuer, index) => ({ issuer, index }));
  const users = entries.filter(({ issuer }) => issuer.keys === 'kubernetes');
  for (const { issuer, index } of users) {
    const at = (setting: string, message: string) => inTenants(subject, ['issuers', index, setting], message);
    if (component === undefined)
      yield at(
        'keys',
        `keys: kubernetes needs a token for the API server; add ../../clusters/${overlay.cluster ?? 'NAME'}/${KUBERNETES_KEYS} to components`,
      );
    // Another rule reports an issuer that is not the cluster's but takes its tenants from namespaces.
    if (own !== undefined && issuer.issuer !== own && issuer.tenants !== '/kubernetes.io/namespace')
      yield at('keys', `keys: kubernetes reads only the keys of ${own} (${cluster!.file}); remove it`);
  }
  if (component !== undefined && tenants !== undefined && users.length === 0)
    yield {
      file: overlay.kustomization.path,
      line: component.line,
      message: `component ${KUBERNETES_KEYS} gives pods a token that is not used; remove it, or set keys: kubernetes for an issuer`,
    };
  for (const workload of rendering.workloads) {
    const volumes = list(get(workload, ...POD_SPEC, 'volumes'));
    const index = volumes.findIndex((volume) =>
      list(get(volume, 'projected', 'sources')).some(isForApiServer),
    );
    if (component !== undefined && index === -1)
      yield {
        file: overlay.kustomization.path,
        line: component.line,
        message: `component ${KUBERNETES_KEYS} changes no pod; list it after knative, and keep its volume`,
      };
    if (component === undefined && index !== -1)
      yield inRendering(
        subject,
        workload,
        [...POD_SPEC, 'volumes', index, 'projected'],
        'a token for the API server is mounted, and the API has no rights in the cluster; remove it',
      );
  }
};

/** Returns whether a token source has no audience. Such a token is for the API server itself. */
const isForApiServer = (source: unknown): boolean =>
  get(source, 'serviceAccountToken') !== undefined &&
  text(get(source, 'serviceAccountToken', 'audience')) === undefined;
