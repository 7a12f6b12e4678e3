import type { KubectlTarget } from './kubectl.js';

/** A cluster that tests may use, and what they need to use it. */
export interface FoundCluster {
  readonly kubectl: KubectlTarget;
  /** The OIDC issuer of its service accounts. */
  readonly issuer: string;
  /** The certificate authority of the issuer, as PEM. */
  readonly authority: string;
  /** The address and port of this machine for AWS, `address:port`, as pods reach it. */
  readonly awsAddress: string;
  /** Whether the tests started the cluster and are its only users. */
  readonly own: boolean;
  /**
   * Loads images of the Docker engine into the cluster.
   *
   * @returns the images as `NAME:TAG@DIGEST`, if the cluster knows them by digest too
   */
  loadImages(...images: readonly string[]): Promise<readonly string[]>;
  /** Restores the cluster to its earlier state. A cluster that the tests started is stopped. */
  stop(): Promise<void>;
}

/** Returns the cluster that `TEST_KUBE_CONTEXT` names, or starts one. It never uses kubectl's current context. */
export async function findCluster(env: NodeJS.ProcessEnv): Promise<FoundCluster> {
  const context = env['TEST_KUBE_CONTEXT'];
  if (context !== undefined && context !== '') {
    const { useNamedCluster } = await import('./named-cluster.js');
    return useNamedCluster(context, env);
  }
  const { startOwnCluster } = await import('./own-cluster.js');
  return startOwnCluster();
}
