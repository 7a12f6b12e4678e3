import { get, list, text } from '../../kustomize/data.js';
import type { Kubectl } from '../../live/kubectl.js';
import { keySetOf, PROGRAM, type KeySet, type PodKeys } from './key-sets.js';

export const SECRET = 'tenant-presign-sealing';
const PODS = 'app.kubernetes.io/name=tenant-presign';

/** Returns the keys of the Secret; `undefined` if it doesn't exist. @throws NoKubectl, SyntaxError */
export async function keysOfSecret(kubectl: Kubectl, namespace: string): Promise<KeySet | undefined> {
  const secret = await kubectl.get(['--namespace', namespace, `secret/${SECRET}`]);
  const encoded = text(get(secret, 'data', 'keys.json'));
  return encoded === undefined ? undefined : keySetOf(Buffer.from(encoded, 'base64').toString());
}

/** Returns the keys of each pod that is running and not terminating. @throws NoKubectl */
export async function keysOfPods(kubectl: Kubectl, namespace: string): Promise<PodKeys[]> {
  const pods = await kubectl.get(['--namespace', namespace, 'pods', '--selector', PODS]);
  const names = list(get(pods, 'items'))
    .filter((pod) => get(pod, 'metadata', 'deletionTimestamp') === undefined)
    .filter((pod) => get(pod, 'status', 'phase') === 'Running')
    .map((pod) => text(get(pod, 'metadata', 'name'))!);
  return Promise.all(names.toSorted().map((pod) => keysOfPod(kubectl, namespace, pod)));
}

async function keysOfPod(kubectl: Kubectl, namespace: string, pod: string): Promise<PodKeys> {
  const args = ['--namespace', namespace, 'exec', pod, '--container', 'api', '--', 'node', '--eval', PROGRAM];
  const { code, out, err } = await kubectl.call(args);
  if (code === 0) return { pod, keys: JSON.parse(out) as KeySet, reason: undefined };
  const reason = /ENOENT/.test(err) ? 'not yet, it has no keys' : (err.split('\n')[0] ?? '');
  return { pod, keys: undefined, reason };
}
