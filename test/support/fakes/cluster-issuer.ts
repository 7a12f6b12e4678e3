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

/** As EKS publishes it: the issuer has a path, and all clusters of a region share the host. */
const PATH = '/id/CLUSTER';
/** What the tokens that the pod identity webhook mounts are for. */
export const STS_AUDIENCE = 'sts.amazonaws.com';

/** The OIDC issuer of a cluster, on a free port of 127.0.0.1: discovery, a key set, and tokens of service accounts. */
export class ClusterIssuer implements AsyncDisposable {
  private constructor(
    readonly url: string,
    /** SHA-1 of the certificate, as IAM's ThumbprintList wants it. */
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

  /** How IAM names it in ARNs and condition keys. */
  get name(): string {
    return this.url.replace(/^https?:\/\//, '');
  }

  /** A token as kubelet would write it into the pod's volume, for ten minutes. @param change replaces claims */
  token(pod: Pod, change?: Record<string, unknown>): Promise<string> {
    return this.issuer.serviceAccountToken(pod, change);
  }

  /** Who is named in it, but signed with a key that the issuer never published. */
  async forgedToken(pod: Pod): Promise<string> {
    const forger = await TestIssuer.create(this.issuer.options);
    await forger.rotate({ keep: false, alg: 'RS256' }); // as often as ours: the key id is the same
    return forger.serviceAccountToken(pod);
  }

  /** The volume that the webhook mounts into a pod. */
  projectToken(pod: Pod, issue = () => this.token(pod)): Promise<ProjectedToken> {
    return ProjectedToken.mount(this.folder, issue);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]();
    await rm(this.folder, { recursive: true });
  }
}

/** Kubernetes, "Service account issuer discovery". */
const discovery = (issuer: string) => ({
  issuer,
  jwks_uri: `${issuer}/keys`,
  authorization_endpoint: 'urn:kubernetes:programmatic_authorization',
  response_types_supported: ['id_token'],
  subject_types_supported: ['public'],
  claims_supported: ['sub', 'iss'],
  id_token_signing_alg_values_supported: ['RS256'],
});

/** radosgw takes the key of a certificate (RFC 7517 §4.7), and only that of the first key. */
const withCertificate = (jwk: JWK, { raw }: X509Certificate): JWK => ({
  ...jwk,
  x5c: [raw.toString('base64')],
});

const sha1 = ({ raw }: X509Certificate): string => createHash('sha1').update(raw).digest('hex');

/** Node makes keys, but no certificates. @param folder where openssl finds the key */
async function selfSigned(key: KeyObject, folder: string): Promise<X509Certificate> {
  const file = join(folder, 'key.pem');
  await writeFile(file, key.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const request = ['req', '-x509', '-key', file, '-subj', '/CN=cluster', '-days', '1'];
  const { stdout } = await promisify(execFile)('openssl', request);
  return new X509Certificate(stdout);
}
