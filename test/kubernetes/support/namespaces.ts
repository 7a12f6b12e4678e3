import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { Kubectl, type KubectlTarget } from './kubectl.js';
import { OVERLAYS } from './test-overlay.js';

/** The namespace of the overlay without a tenant: alerts and dashboards. */
export const PLATFORM = 'platform';

/** Returns the names of the tenants' overlays, which are also the names of their namespaces. */
export const overlays = async (): Promise<string[]> =>
  (await readdir(OVERLAYS)).filter((name) => name !== PLATFORM);

/**
 * The namespace of a pod that scrapes. The cluster's NetworkPolicies name it, and the platform's overlay is applied
 * there.
 */
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
 * Makes the namespaces of the overlays and that of monitoring, because objects can be checked only in a namespace that
 * exists.
 *
 * @returns a function that deletes them again
 * @throws Error if a namespace exists already, because it isn't the tests' own
 */
export async function makeNamespaces(target: KubectlTarget): Promise<() => Promise<void>> {
  const kubectl = new Kubectl(target);
  const made: string[] = [];
  const remove = async () => {
    if (made.length > 0)
      await kubectl.run(['delete', 'namespace', ...made, '--ignore-not-found', '--wait=false']);
  };
  // `create` refuses a namespace that exists already.
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
