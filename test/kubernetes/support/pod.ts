import type { SigningAnswer } from '../../../apps/api/src/signing/signing.response.js';
import type { ClusterData } from './cluster.js';
import { Kubectl } from './kubectl.js';
import { podManifest, programs, type PodSpec } from './pod-manifest.js';

/** The longest time of a program in milliseconds. */
const LONGEST = 600_000;

export interface HttpRequest {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body. A number is a body of that many bytes. */
  readonly body?: string | number;
}

/** An answer, or the error's code. */
export interface HttpOutcome {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly length?: number;
  readonly sha256?: string;
  readonly error?: string;
}

/**
 * A pod of another team that runs Node programs for a test: `test/kubernetes/programs`. Pod Security *restricted*
 * accepts it.
 */
export class Pod {
  private constructor(
    private readonly kubectl: Kubectl,
    readonly namespace: string,
    readonly name: string,
    readonly ip: string,
  ) {}

  /** Starts a pod and waits until it runs. The namespace must exist. @throws Error with the namespace's warnings */
  static async start(cluster: ClusterData, spec: PodSpec): Promise<Pod> {
    const kubectl = new Kubectl(cluster.kubectl);
    const { namespace, name = 'client' } = spec;
    await kubectl.run(['-n', namespace, 'wait', '--for=create', '--timeout=30s', 'serviceaccount/default']);
    await kubectl.apply(
      await programs(namespace, name, cluster.authorities),
      podManifest(cluster.image, name, spec),
    );
    try {
      await kubectl.run(['-n', namespace, 'wait', '--for=condition=Ready', '--timeout=50s', `pod/${name}`]);
    } catch (cause) {
      throw new Error(`${(cause as Error).message}\n${await kubectl.warnings(namespace)}`, { cause });
    }
    const { status } = await kubectl.get<{ status: { podIP: string } }>('-n', namespace, `pod/${name}`);
    return new Pod(kubectl, namespace, name, status.podIP);
  }

  /**
   * Uses a signed URL with the method and headers of the answer.
   *
   * @param body the body; a number is a body of that many bytes
   */
  async use({ url, method, headers }: SigningAnswer, body?: string | number): Promise<HttpOutcome> {
    const [outcome] = await this.send({ url, method, headers, ...(body !== undefined && { body }) });
    return outcome!;
  }

  /** Sends requests one after the other. */
  async send(...requests: readonly HttpRequest[]): Promise<HttpOutcome[]> {
    return JSON.parse(await this.run('requests', [JSON.stringify(requests)])) as HttpOutcome[];
  }

  /**
   * Tries to connect to addresses.
   *
   * @param where the addresses, as `address:port`
   * @returns `open` or the error's code, for each address
   */
  async reach(...where: readonly string[]): Promise<Record<string, string>> {
    return JSON.parse(await this.run('reach', where)) as Record<string, string>;
  }

  /** Returns a token of the pod's service account. */
  token(audience: string): Promise<string> {
    return this.kubectl.run(['-n', this.namespace, 'create', 'token', 'default', '--audience', audience]);
  }

  /**
   * Runs a program in the pod.
   *
   * @param until ends the program's input when it is aborted
   * @returns the program's output
   */
  run(program: string, args: readonly string[] = [], until?: AbortSignal): Promise<string> {
    const command = ['node', `/programs/${program}.mjs`, ...args];
    return this.kubectl.run(
      ['-n', this.namespace, 'exec', ...(until ? ['-i'] : []), this.name, '--', ...command],
      until ? { until, timeout: LONGEST } : {},
    );
  }
}
