import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Kubectl, type KubectlTarget } from './kubectl.js';
import { OVERLAYS } from './test-overlay.js';

/** Names of the overlays, which are those of their namespaces. */
export const overlays = (): Promise<string[]> => readdir(OVERLAYS);

/** Of a pod that scrapes; the base's NetworkPolicies know it by name. */
export const MONITORING = 'monitoring';

/**
 * Those of the overlays, since objects can't be judged where their namespace isn't there, and that of monitoring.
 *
 * @returns takes them away again
 * @throws Error where one is there already: it is somebody's
 */
export async function makeNamespaces(target: KubectlTarget): Promise<() => Promise<void>> {
  const kubectl = new Kubectl(target);
  const made: string[] = [];
  const remove = async () => {
    if (made.length > 0)
      await kubectl.run(['delete', 'namespace', ...made, '--ignore-not-found', '--wait=false']);
  };
  const make = async (name: string, ...args: readonly string[]) => {
    await kubectl.run(['create', ...args]);
    made.push(name);
  };
  try {
    await make(MONITORING, 'namespace', MONITORING);
    for (const name of await overlays()) await make(name, '-f', join(OVERLAYS, name, 'namespace.yaml'));
    return remove;
  } catch (error) {
    await remove();
    throw error;
  }
}
