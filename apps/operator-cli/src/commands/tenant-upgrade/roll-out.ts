import { get, text } from '../../kustomize/data.js';
import type { Overlay } from '../../kustomize/overlay.js';
import type { Kubectl } from '../../live/kubectl.js';

/** The result of the rollout of one overlay. `absent` means that its namespace isn't in the cluster. */
export interface RolledOut {
  readonly overlay: string;
  readonly outcome: 'ready' | 'absent' | 'failed';
  /** The message of kubectl, if the rollout failed. */
  readonly reason: string;
}

/** The time that kubectl gets in addition to the time that it is told to wait, in milliseconds. */
const MARGIN = 10_000;

/**
 * Applies overlays one after the other, and waits after each until its new pods are ready. Stops at the first failure:
 * the old pods of that overlay keep running, and the overlays after it are not changed.
 *
 * @param seconds the time for each rollout
 * @throws NoKubectl
 */
export async function* rollOut(
  kubectl: Kubectl,
  overlays: readonly Overlay[],
  seconds: number,
): AsyncIterable<RolledOut> {
  for (const overlay of overlays) {
    const rolledOut = await rollOutOne(kubectl, overlay, seconds);
    yield rolledOut;
    if (rolledOut.outcome === 'failed') return;
  }
}

async function rollOutOne(kubectl: Kubectl, overlay: Overlay, seconds: number): Promise<RolledOut> {
  const { name, folder, namespace = '' } = overlay;
  const exists = await kubectl.call([
    'get',
    'namespace',
    namespace,
    '--ignore-not-found',
    '--output',
    'name',
  ]);
  if (exists.code === 0 && exists.out === '') return { overlay: name, outcome: 'absent', reason: '' };
  const timeout = seconds * 1000 + MARGIN;
  for (const args of [
    ['apply', ...fieldOwner(overlay), '-k', folder],
    ['--namespace', namespace, ...waitFor(overlay, seconds)],
  ]) {
    const { code, err } = await kubectl.call(args, { timeout });
    if (code !== 0) return { overlay: name, outcome: 'failed', reason: err };
  }
  return { overlay: name, outcome: 'ready', reason: '' };
}

/**
 * Returns the option for server-side apply if an overlay has shards. Their content doesn't fit into the annotation in
 * which client-side `kubectl apply` records the last configuration.
 */
const fieldOwner = (overlay: Overlay): string[] => (overlay.has('tenants-dir') ? ['--server-side'] : []);

const waitFor = (overlay: Overlay, seconds: number): string[] =>
  overlay.has('knative')
    ? [
        'wait',
        '--for=condition=Ready',
        'services.serving.knative.dev/tenant-presign',
        `--timeout=${seconds}s`,
      ]
    : ['rollout', 'status', 'deployment/tenant-presign', `--timeout=${seconds}s`];

/** Returns the OIDC issuer that a cluster reports; `undefined` if it reports none. @throws NoKubectl */
export async function issuerOf(kubectl: Kubectl): Promise<string | undefined> {
  const { code, out } = await kubectl.call(['get', '--raw', '/.well-known/openid-configuration']);
  return code === 0 ? text(get(JSON.parse(out), 'issuer')) : undefined;
}
