import { execFile } from 'node:child_process';
import { createHash, KeyObject, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import { TestIssuer, type Pod } from './issuer.js';
import { JwksServer } from './jwks-server.js';
import { ProjectedToken } from './projected-token.js';

/** The path of the issuer. As on EKS, the issuer has a path, and all clusters of a Region share the host. */
const PATH = '/id/CLUSTER';
/** The audience of the tokens that the pod identity webhook mounts. */
export const STS_AUDIENCE = 'sts.amazonaws.com';

/** The OIDC issuer of a cluster, on a free port of 127.0.0.1: discovery, a key set, and tokens of service accounts. */
export class ClusterIssuer implements AsyncDisposable {
  private constructor(
    readonly url: string,
    /** The SHA-1 of the certificate, in the form of IAM's ThumbprintList. */
    readonly thumbprint: string,
    private readonly issuer: TestIssuer,
    private readonly server: JwksServer,
    private readonly folder: string,
  ) {}

  static async start(): Promise<ClusterIssuer> {
    const server = await JwksServer.start();
    const url = server.url + PATH;
    const issuer = await TestIssuer.create({ issuer: url, audience: STS_AUDIENCE });
    const key = await issuer.rotate({ keep: false, alg: 'RS256' });
    const folder = await mkdtemp(join(tmpdir(), 'cluster-'));
    const certificate = await selfSigned(KeyObject.from(key.privateKey), folder);
    server.publish(`${PATH}/.well-known/openid-configuration`, discovery(url));
    server.publish(`${PATH}/keys`, { keys: [withCertificate(key.jwk, certificate)] });
    return new ClusterIssuer(url, sha1(certificate), issuer, server, folder);
  }

  /** The name of the issuer in ARNs and condition keys of IAM. */
  get name(): string {
    return this.url.replace(/^https?:\/\//, '');
  }

  /**
   * Returns a token like the one that kubelet writes into the pod's volume. It is valid for ten minutes.
   *
   * @param change replaces claims
   */
  token(pod: Pod, change?: Record<string, unknown>): Promise<string> {
    return this.issuer.serviceAccountToken(pod, change);
  }

  /** Returns a token with the same claims, signed with a key that the issuer never published. */
  async forgedToken(pod: Pod): Promise<string> {
    const forger = await TestIssuer.create(this.issuer.options);
    await forger.rotate({ keep: false, alg: 'RS256' }); // rotated as often as the real one: key ids are equal
    return forger.serviceAccountToken(pod);
  }

  /** Makes the volume that the webhook mounts into a pod. */
  projectToken(pod: Pod, issue = () => this.token(pod)): Promise<ProjectedToken> {
    return ProjectedToken.mount(this.folder, issue);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }
}

/** Returns the discovery document: Kubernetes, "Service account issuer discovery". */
const discovery = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/keys`,
  authorization_endpoint: 'urn:kubernetes:programmatic_authorization',
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  claims_supported: ['sub', 'iss'],
  id_token_signing_alg_values_supported: ['RS256'],
});

/**
 * Adds the certificate to a key (RFC 7517 §4.7). radosgw reads keys from certificates, and only that of the first key.
 */
const withCertificate = (jwk: JWK, { raw }: X509Certificate): JWK => ({
  ...jwk,
  x5c: [raw.toString('base64')],
});

const sha1 = ({ raw }: X509Certificate): string => createHash('sha1').update(raw).digest('hex');

/**
 * Makes a self-signed certificate by openssl, since Node makes keys but no certificates.
 *
 * @param folder the folder for the key's file
 */
async function selfSigned(key: KeyObject, folder: string): Promise<X509Certificate> {
  const file = join(folder, 'key.pem');
  await writeFile(file, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const request = ['req', '-x509', '-key', file, '-subj', '/CN=cluster', '-days', '1'];
  const { stdout } = await promisify(execFile)('openssl', request);
  return new X509Certificate(stdout);
}
