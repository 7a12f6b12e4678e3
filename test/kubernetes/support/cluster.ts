import type { KubectlTarget } from './kubectl.js';

/** The cluster of the lane and what is around it. Plain data: Vitest's workers get it from the global setup. */
export interface ClusterData {
  readonly kubectl: KubectlTarget;
  /** The OIDC issuer of its service accounts. */
  readonly issuer: string;
  /** Who vouches for the issuer and for account B, PEM: what a pod must trust besides the world's. */
  readonly authorities: string;
  /** Of the API, in the node: `name:tag`. */
  readonly image: string;
  /** Other versions of the image, as `TAG@DIGEST`; `undefined` where the node knows none by digest. */
  readonly versions: { readonly next: string; readonly broken: string } | undefined;
  /** The account B: S3, STS and IAM. */
  readonly aws: {
    /** As pods and their clients see it. */
    readonly endpoint: string;
    /** As administrators of accounts see it, who are on this machine. */
    readonly radosgw: { readonly endpoint: string; readonly dir: string };
  };
  /** A cluster of our own also has an instance metadata service, whose credentials are no one's. */
  readonly own: boolean;
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: ClusterData;
  }
}
