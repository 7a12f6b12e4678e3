import { readFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { boundedText } from './fetch-bounded.js';

/** The access of a pod to its cluster's API server: the address, the certificate authority, and the token to send. */
export interface ApiServerAccess {
  readonly url: string;
  /** The path of the certificate authority's certificates (PEM). */
  readonly authority: string;
  /** The path of the service account's token. */
  readonly token: string;
}

const MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The access that Kubernetes documents for pods ("Accessing the Kubernetes API from a Pod"). The values are constants:
 * with a URL or a path from the tenant file, the file's author could have the token sent anywhere.
 */
export const API_SERVER: ApiServerAccess = {
  url: 'https://kubernetes.default.svc/openid/v1/jwks',
  authority: `${MOUNT}/ca.crt`,
  token: `${MOUNT}/token`,
};

/** The media type of a JWK Set (RFC 7517 §8.5.2). The API server answers 406 to a request that accepts only JSON. */
const JWK_SET = 'application/jwk-set+json';

/**
 * Reads the keys of the cluster's service accounts from its API server (Kubernetes: "Service account issuer
 * discovery"). The token and the authority are read again each time, because kubelet replaces them before they expire.
 * Only certificates of this authority are accepted and no redirect is followed, so the token is sent only to the API
 * server.
 *
 * @param signal aborts the request, including the body
 * @param told called with the Cache-Control field of a 200
 * @throws Error for any answer other than a 200 within the limits; the error never contains the token
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
    throw new Error(`the API server answered ${response.statusCode}${HINTS[response.statusCode!] ?? ''}`);
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
