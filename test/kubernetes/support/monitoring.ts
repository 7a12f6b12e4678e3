import type { Health } from '../../../apps/api/src/features/health/health.service.js';
import { eventually } from '../../support/checks/eventually.js';
import type { ClusterData } from './cluster.js';
import { Kubectl } from './kubectl.js';
import { MONITORING } from './namespaces.js';
import { Pod, type HttpOutcome } from './pod.js';

/**
 * A pod that takes the scraper's place in the base's NetworkPolicies. Only this pod can connect to the management port.
 */
export class Monitoring implements AsyncDisposable {
  private constructor(
    private readonly kubectl: Kubectl,
    readonly pod: Pod,
  ) {}

  /** Starts the pod. @param name the pod's name */
  static async start(cluster: ClusterData, name: string): Promise<Monitoring> {
    return new Monitoring(
      new Kubectl(cluster.kubectl),
      await Pod.start(cluster, { namespace: MONITORING, name }),
    );
  }

  /**
   * Waits until the health endpoint gives the expected reason, and returns its answer.
   *
   * @param ip the IP address of the API's pod
   * @throws Error if the reason doesn't appear in time
   */
  async readiness(ip: string, reason: RegExp): Promise<HttpOutcome & { readonly json: Health }> {
    let outcome: HttpOutcome = {};
    const says = async () => {
      [outcome = {}] = await this.pod.send({ url: `http://${ip}:9090/health/ready` });
      return reason.test(outcome.text ?? '');
    };
    await eventually(`ready because ${reason}`, says, { timeout: 30_000, every: 1_000 }).catch(
      (error: unknown) => {
        throw new Error(`${(error as Error).message}, but ${JSON.stringify(outcome)}`, { cause: error });
      },
    );
    return { ...outcome, json: JSON.parse(outcome.text!) as Health };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kubectl.run([
      '-n',
      MONITORING,
      'delete',
      `pod/${this.pod.name}`,
      `configmap/${this.pod.name}-programs`,
      '--wait=false',
    ]);
  }
}
