import type { KubectlTarget } from './kubectl.js';

/**
 * The cluster of the lane and its surroundings. It is plain data, because Vitest's workers get it from the global
 * setup.
 */
export interface ClusterData {
  readonly kubectl: KubectlTarget;
  /** The OIDC issuer of its service accounts. */
  readonly issuer: string;
  /**
   * The certificate authorities of the issuer and of account B, as PEM, which pods must trust besides the public ones.
   */
  readonly authorities: string;
  /** The API's image in the node: `name:tag`. */
  readonly image: string;
  /** Other versions of the image, as `TAG@DIGEST`; `undefined` if the node doesn't know images by digest. */
  readonly versions: { readonly next: string; readonly broken: string } | undefined;
  /** Account B, with its S3, STS and IAM. */
  readonly aws: {
    /** The endpoint for pods and their clients. */
    readonly endpoint: string;
    /** The radosgw for the accounts' administrators, who are on this machine. */
    readonly radosgw: { readonly endpoint: string; readonly dir: string };
  };
  /**
   * Whether the tests started the cluster. Such a cluster also has an instance metadata service, whose credentials open
   * nothing.
   */
  readonly own: boolean;
}

declare module 'vitest' {
  interface ProvidedContext {
    cluster: ClusterData;
  }
}
