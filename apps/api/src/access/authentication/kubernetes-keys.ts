import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { boundedText } from './fetch-bounded.js';

/** How a pod reaches its cluster's API server: the address, and the token that it sends. */
export interface ApiServerAccess {
  readonly url: string;
  /** Path of the certificate authority, PEM. */
  readonly authority: string;
  /** Path of the service account's token. */
  readonly token: string;
}

const MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * As Kubernetes documents it for pods ("Accessing the Kubernetes API from a Pod"). These are constants: with a URL or a path
 * from the tenant file, its author could have the token sent anywhere.
 */
export const API_SERVER: ApiServerAccess = {
  url: 'https://kubernetes.default.svc/openid/v1/jwks',
  authority: `${MOUNT}/ca.crt`,
  token: `${MOUNT}/token`,
};

/** RFC 7517 §8.5.2; the API server answers 406 to a request that accepts JSON alone. */
const JWK_SET = 'application/jwk-set+json';

/**
 * Reads the keys of the cluster's service accounts from its API server (Kubernetes: "Service account issuer discovery").
 * Token and authority are read each time: kubelet replaces them before they expire. The authority's are the only
 * certificates that are accepted, and no redirect is followed, so the token reaches nothing but the API server.
 *
 * @param signal bounds the time, the body's included
 * @param told receives the Cache-Control header of a 200
 * @throws Error for anything but a 200 within the bounds; it never has the token
 */
export async function readKubernetesKeys(
  { url, authority, token }: ApiServerAccess,
  signal: AbortSignal,
  told?: (cacheControl: string | null) => void,
): Promise<string> {
  const [ca, bearer] = await Promise.all([readMounted(authority, signal), readMounted(token, signal)]);
  const headers = { accept: JWK_SET, authorization: `Bearer ${bearer.trim()}` };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { ca, headers, signal, agent: false }, resolve).on('error', reject).end();
  });
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`the API server answers ${response.statusCode}${HINTS[response.statusCode!] ?? ''}`);
  }
  told?.(response.headers['cache-control'] ?? null);
  return boundedText(response);
}

const HINTS: Readonly<Record<number, string>> = {
  401: '; the pod’s token is not valid for it',
  403: '; bind the ClusterRole system:service-account-issuer-discovery to the service account',
};

async function readMounted(path: string, signal: AbortSignal): Promise<string> {
  try {
    return await readFile(path, { encoding: 'utf8', signal });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new Error(`${path} is missing; add component kubernetes-keys to the overlay`, { cause });
  }
}
