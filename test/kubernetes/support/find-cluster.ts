import type { KubectlTarget } from './kubectl.js';

/** A cluster that tests may use, and what it takes to use it. */
export interface FoundCluster {
  readonly kubectl: KubectlTarget;
  /** The OIDC issuer of its service accounts. */
  readonly issuer: string;
  /** Who vouches for the issuer, PEM. */
  readonly authority: string;
  /** Where on this machine AWS shall be, `address:port`, as pods reach it. */
  readonly awsAddress: string;
  /** Whether it was brought up for the tests, and is theirs alone. */
  readonly own: boolean;
  /**
   * Brings images of the Docker engine.
   *
   * @returns them as `NAME:TAG@DIGEST`, where the cluster knows them by digest too
   */
  loadImages(...images: readonly string[]): Promise<readonly string[]>;
  /** Leaves it as it was found; ends it, where it is our own. */
  stop(): Promise<void>;
}

/** The one that `TEST_KUBE_CONTEXT` names, or one of our own. Whatever else kubectl would use is left alone. */
export async function findCluster(env: NodeJS.ProcessEnv): Promise<FoundCluster> {
  const context = env['TEST_KUBE_CONTEXT'];
  if (context !== undefined && context !== '') {
    const { useNamedCluster } = await import('./named-cluster.js');
    return useNamedCluster(context, env);
  }
  const { startOwnCluster } = await import('./own-cluster.js');
  return startOwnCluster();
}
