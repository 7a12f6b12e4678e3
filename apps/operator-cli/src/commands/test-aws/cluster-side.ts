import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { CliContext } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { readCluster } from '../../cluster/clusters.js';
import type { ClusterProfile } from '../../cluster/profile.js';
import { Layout } from '../../kustomize/layout.js';
import { Kubectl, type Forwarding } from '../../live/kubectl.js';
import { tenantNew } from '../tenant-new/command.js';
import type { ClusterOption } from './options.js';
import { RUN_TAG } from './root.js';

/** The time until nodes have pulled the image and the pods are ready, in milliseconds. */
const ROLLOUT = 300_000;
/** The time until a namespace and everything in it is deleted, in milliseconds. */
const REMOVAL = 180_000;
const LABEL = 'app.kubernetes.io/name=tenant-presign';

/** The cluster's side of a run: a namespace of its own with the overlay that tenant:new writes. */
export class ClusterSide {
  readonly #kubectl: Kubectl;
  readonly #layout: Layout;
  #forwarding: Forwarding | undefined;

  /**
   * @param run the run's id, which is also the name of tenant and namespace
   * @param folder the folder for the run's files
   * @param adapt changes the overlay before it is applied
   */
  constructor(
    private readonly run: string,
    private readonly cluster: ClusterOption,
    private readonly folder: string,
    private readonly context: CliContext,
    private readonly adapt: (overlay: string) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#kubectl = new Kubectl(context.env, cluster.context);
    this.#layout = new Layout(join(folder, 'kustomize'), folder);
  }

  /** Returns the profile of the cluster. @throws Error if there is no valid profile */
  profile(): ClusterProfile {
    const { layout } = this.context;
    const { name } = this.cluster;
    if (!layout.clusterNames().includes(name))
      throw new Error(
        `deploy/kustomize/clusters/${name}.yaml is missing. Write the cluster’s profile: docs/clusters.md.`,
      );
    const { profile, file } = readCluster(layout, name);
    if (!profile) throw new Error(`${file} has errors. npm run cluster:render -- ${name} lists them.`);
    return profile;
  }

  /** Returns the issuer of the cluster to which kubectl's context leads. @throws Error with kubectl's message */
  async issuer(): Promise<string> {
    const out = await this.#kubectl.succeed(['get', '--raw', '/.well-known/openid-configuration']);
    return (JSON.parse(out) as { issuer: string }).issuer;
  }

  async hasNamespace(): Promise<boolean> {
    return (await this.#namespace()) !== undefined;
  }

  /**
   * Writes the overlay, makes the namespace, applies the overlay, and waits until the pods are ready.
   *
   * @param outputs the output of `terraform output -json`
   * @throws Error with the message of tenant:new or kubectl, or with the pods' logs
   */
  async apply(outputs: string): Promise<void> {
    await this.#writeOverlay(outputs);
    const overlay = this.#layout.overlay(this.run);
    await this.adapt(overlay);
    const namespace = join(this.folder, 'namespace');
    mkdirSync(namespace, { recursive: true });
    const labels = [{ pairs: { [RUN_TAG]: this.run } }];
    const resources = [`../kustomize/overlays/${this.run}/namespace`];
    writeFileSync(join(namespace, 'kustomization.yaml'), stringify({ resources, labels }));
    await this.#kubectl.succeed(['create', '-k', namespace]); // `create` fails if the namespace exists
    await this.#kubectl.succeed(['apply', '-k', overlay]);
    await this.#rollOut();
  }

  /** Returns a token of one of the namespace's service accounts. */
  async token(serviceAccount: string, audience: string): Promise<string> {
    return (await this.#here('create', 'token', serviceAccount, '--audience', audience)).trim();
  }

  /** Forwards a port of this machine to the API. @returns the URL of the API on this machine */
  async open(): Promise<string> {
    this.#forwarding = await this.#kubectl.forward(this.run, 'service/tenant-presign', ':80');
    return `http://127.0.0.1:${this.#forwarding.port}`;
  }

  close(): void {
    this.#forwarding?.stop();
  }

  /** Deletes the namespace. @throws Error if the namespace lacks the run's label */
  async destroy(): Promise<void> {
    const namespace = await this.#namespace();
    if (namespace === undefined) return;
    if (namespace.metadata.labels?.[RUN_TAG] !== this.run)
      throw new Error(`namespace ${this.run} has no label ${RUN_TAG} of this run, and was not deleted`);
    await this.#kubectl.succeed(['delete', 'namespace', this.run, '--timeout', `${REMOVAL / 1000}s`], {
      timeout: REMOVAL + 10_000,
    });
  }

  async #writeOverlay(outputs: string): Promise<void> {
    const { layout } = this.context;
    for (const part of ['base', 'components', 'clusters'])
      cpSync(join(layout.root, part), join(this.#layout.root, part), { recursive: true });
    const file = join(this.folder, 'outputs.json');
    writeFileSync(file, outputs);
    let said = '';
    const say = (text: string) => void (said += text);
    const context = { ...this.context, layout: this.#layout, out: say, err: say };
    const args = ['--from-terraform-output', file, '--cluster', this.cluster.name, '--create-namespace'];
    if ((await tenantNew.run([this.run, ...args], context)) !== ExitCode.done)
      throw new Error(`tenant:new: ${said.trim()}`);
  }

  async #rollOut(): Promise<void> {
    const timeout = ['--timeout', `${ROLLOUT / 1000}s`];
    const options = { timeout: ROLLOUT + 10_000 };
    try {
      await this.#kubectl.succeed(
        ['--namespace', this.run, 'rollout', 'status', 'deployment/tenant-presign', ...timeout],
        options,
      );
    } catch (cause) {
      const logs = await this.#here('logs', '--selector', LABEL, '--tail', '5').catch(String);
      throw new Error(`${(cause as Error).message}\n${logs}`, { cause });
    }
  }

  #here(...args: readonly string[]): Promise<string> {
    return this.#kubectl.succeed(['--namespace', this.run, ...args]);
  }

  async #namespace() {
    const out = await this.#kubectl.succeed([
      'get',
      'namespace',
      this.run,
      '--ignore-not-found',
      '-o',
      'json',
    ]);
    return out.trim() === ''
      ? undefined
      : (JSON.parse(out) as { metadata: { labels?: Record<string, string> } });
  }
}
