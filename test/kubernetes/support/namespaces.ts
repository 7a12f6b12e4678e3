import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { Kubectl, type KubectlTarget } from './kubectl.js';
import { OVERLAYS } from './test-overlay.js';

/** The overlay of no tenant: alerts and dashboards. */
export const PLATFORM = 'platform';

/** Names of the tenants' overlays, which are those of their namespaces. */
export const overlays = async (): Promise<string[]> =>
  (await readdir(OVERLAYS)).filter((name) => name !== PLATFORM);

/** Of a pod that scrapes; the cluster's NetworkPolicies know it by name, and the platform's overlay goes there. */
export const MONITORING = 'monitoring';

/** Makes a tenant's namespace as component `namespace` does: under Pod Security *restricted*. */
export async function makeNamespace(
  kubectl: Kubectl,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'presign-namespace-'));
  const component = join(OVERLAYS, '../components/namespace');
  const patch = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'any', labels } };
  const kustomization = {
    namespace: name,
    components: [relative(await realpath(dir), component)],
    patches: [{ target: { kind: 'Namespace' }, patch: stringify(patch) }],
  };
  try {
    await writeFile(join(dir, 'kustomization.yaml'), stringify(kustomization));
    await kubectl.run(['apply', '--server-side', '-k', await realpath(dir)]);
  } finally {
    await rm(dir, { recursive: true });
  }
}

/**
 * Those of the overlays, since objects can't be checked where their namespace isn't there, and that of monitoring.
 *
 * @returns takes them away again
 * @throws Error where one is there already: it is someone's
 */
export async function makeNamespaces(target: KubectlTarget): Promise<() => Promise<void>> {
  const kubectl = new Kubectl(target);
  const made: string[] = [];
  const remove = async () => {
    if (made.length > 0)
      await kubectl.run(['delete', 'namespace', ...made, '--ignore-not-found', '--wait=false']);
  };
  // By `create`, which refuses one that is there already.
  const make = async (name: string) => {
    await kubectl.run(['create', 'namespace', name]);
    made.push(name);
  };
  try {
    await make(MONITORING);
    for (const name of await overlays()) {
      await make(name);
      await makeNamespace(kubectl, name);
    }
    return remove;
  } catch (error) {
    await remove();
    throw error;
  }
}
