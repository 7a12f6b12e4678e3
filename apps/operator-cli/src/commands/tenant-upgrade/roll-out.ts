import { get, text } from '../../kustomize/data.js';
import type { Overlay } from '../../kustomize/overlay.js';
import type { Kubectl } from '../../live/kubectl.js';

/** What came of one overlay. `absent`: its namespace isn't in the cluster. */
export interface RolledOut {
  readonly overlay: string;
  readonly outcome: 'ready' | 'absent' | 'failed';
  /** What kubectl says, where it failed. */
  readonly reason: string;
}

/** Milliseconds that kubectl gets beyond the time that it is told to wait. */
const MARGIN = 10_000;

/**
 * Applies overlays one after the other, and waits for each until its new pods are ready. Stops at the first that fails: its
 * old pods go on, and what comes after it isn't touched.
 *
 * @param seconds that each rollout may take
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

/** Shards of many tenants don't fit into the annotation in which client-side `kubectl apply` records the last configuration. */
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

/** The OIDC issuer that a cluster names itself; `undefined` where it doesn't say. @throws NoKubectl */
export async function issuerOf(kubectl: Kubectl): Promise<string | undefined> {
  const { code, out } = await kubectl.call(['get', '--raw', '/.well-known/openid-configuration']);
  return code === 0 ? text(get(JSON.parse(out), 'issuer')) : undefined;
}
