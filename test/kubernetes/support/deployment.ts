import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterData } from './cluster.js';
import { Kubectl } from './kubectl.js';
import { makeNamespace } from './namespaces.js';
import { PROGRAMS } from './pod-manifest.js';
import { writeSharedOverlay, type SharedOverlaySpec } from './shared-overlay.js';
import { writeTestOverlay, type TestOverlaySpec } from './test-overlay.js';
import { eventually } from '../../support/checks/eventually.js';

const LABEL = 'app.kubernetes.io/name=tenant-presign';

interface PodStatus {
  readonly metadata: { readonly name: string; readonly deletionTimestamp?: string };
  readonly spec: { readonly containers: readonly Container[]; readonly volumes: readonly object[] };
  readonly status: {
    readonly podIP?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number; readonly started?: boolean }[];
  };
}

interface Container {
  readonly image: string;
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly resources: object;
}

/** The API in a tenant's namespace, deployed with `kubectl apply -k` of an overlay. */
export class Deployment implements AsyncDisposable {
  readonly kubectl: Kubectl;

  private constructor(
    cluster: ClusterData,
    readonly namespace: string,
  ) {
    this.kubectl = new Kubectl(cluster.kubectl);
  }

  /** Creates a namespace, which must not exist yet, and applies the overlay in it. */
  static apply(cluster: ClusterData, spec: TestOverlaySpec): Promise<Deployment> {
    return Deployment.#apply(cluster, spec, () => writeTestOverlay(cluster, spec));
  }

  /** Creates a namespace, which must not exist yet, and applies the overlay of many tenants in it. */
  static applyShared(cluster: ClusterData, spec: SharedOverlaySpec): Promise<Deployment> {
    return Deployment.#apply(cluster, spec, () => writeSharedOverlay(cluster, spec), '--server-side');
  }

  static async #apply(
    cluster: ClusterData,
    { namespace, namespaceLabels }: Pick<TestOverlaySpec, 'namespace' | 'namespaceLabels'>,
    write: () => Promise<string>,
    ...options: readonly string[]
  ): Promise<Deployment> {
    const deployment = await Deployment.prepare(cluster, namespace, namespaceLabels);
    const overlay = await write();
    try {
      await deployment.kubectl.run(['apply', ...options, '-k', overlay]);
    } finally {
      await rm(overlay, { recursive: true });
    }
    return deployment;
  }

  /** Creates only the namespace, for an overlay that something else applies. */
  static async prepare(
    cluster: ClusterData,
    namespace: string,
    labels?: Readonly<Record<string, string>>,
  ): Promise<Deployment> {
    const deployment = new Deployment(cluster, namespace);
    await deployment.#refuseStrangers();
    await makeNamespace(deployment.kubectl, namespace, labels);
    return deployment;
  }

  /** The URL of the public port for pods. */
  get url(): string {
    return `http://tenant-presign.${this.namespace}.svc.cluster.local`;
  }

  /** Waits until the current rollout has succeeded. @throws Error with the pods' states and logs */
  async rolledOut(): Promise<this> {
    try {
      await this.do('rollout', 'status', 'deployment/tenant-presign', '--timeout=90s');
    } catch (cause) {
      const events = await this.kubectl.warnings(this.namespace);
      const logs = await this.logs().catch(String);
      throw new Error(`${(cause as Error).message}\n${events}\n${logs}`, { cause });
    }
    return this;
  }

  /** Waits until these pods no longer exist. */
  async gone(names: readonly string[]): Promise<void> {
    if (names.length === 0) return;
    await this.do('wait', '--for=delete', '--timeout=90s', ...names.map((name) => `pod/${name}`));
  }

  /** Runs kubectl in the namespace. */
  do(...args: readonly string[]): Promise<string> {
    return this.kubectl.run(['-n', this.namespace, ...args], { timeout: 120_000 });
  }

  /** Returns the pods that are not terminating, the oldest first. */
  async pods(): Promise<PodStatus[]> {
    const by = ['-l', LABEL, '--sort-by=.metadata.creationTimestamp'];
    const { items } = await this.kubectl.get<{ items: PodStatus[] }>('-n', this.namespace, 'pods', ...by);
    return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  }

  /** Waits for a pod that has an address and whose process runs. The pod needn't be ready. */
  async runningPod(): Promise<PodStatus> {
    let pod: PodStatus | undefined;
    const runs = async () => {
      [pod] = await this.pods();
      return pod?.status.podIP !== undefined && pod.status.containerStatuses?.[0]?.started === true;
    };
    await eventually('running', runs, { timeout: 60_000, every: 500 });
    return pod!;
  }

  /** Returns the logs of all its pods. */
  logs(): Promise<string> {
    return this.do('logs', '-l', LABEL, '--tail=-1', '--prefix=false');
  }

  /** Returns the limits and the use of a pod's container, in bytes and CPUs. */
  async cgroup(pod: string): Promise<{ memory: number; limit: number; quota: number }> {
    return JSON.parse(await this.inside(pod, 'cgroup')) as { memory: number; limit: number; quota: number };
  }

  /** Runs one of `test/kubernetes/programs` in the API's own container. @returns the program's output */
  async inside(pod: string, program: string, args: readonly string[] = []): Promise<string> {
    const text = await readFile(join(PROGRAMS, `${program}.mjs`), 'utf8');
    const command = ['node', '--input-type=module', '-', ...args];
    return this.kubectl.run(['-n', this.namespace, 'exec', '-i', pod, '--', ...command], { input: text });
  }

  /** Deletes the namespace of a deployment by its name. */
  static async remove(cluster: ClusterData, namespace: string): Promise<void> {
    await new Deployment(cluster, namespace)[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kubectl.run(['delete', 'namespace', this.namespace, '--ignore-not-found', '--wait=false']);
  }

  async #refuseStrangers(): Promise<void> {
    const there = await this.kubectl.run([
      'get',
      'namespace',
      this.namespace,
      '--ignore-not-found',
      '-o',
      'name',
    ]);
    if (there !== '')
      throw new Error(`The cluster has a namespace ${this.namespace} already: tests leave it alone.`);
  }
}

export const isReady = ({ status }: PodStatus): boolean =>
  status.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false;
