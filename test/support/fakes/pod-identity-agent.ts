import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { createRemoteJWKSet, jwtVerify, type JWTPayload } from 'jose';
import type { ClusterIssuer } from './cluster-issuer.js';
import { MisbehavingProxy, type Behaviour, type PeerAnswer, type PeerRequest } from './misbehaving-proxy.js';

/** The audience of the tokens of Pod Identity. */
export const AGENT_AUDIENCE = 'pods.eks.amazonaws.com';
/** The path of `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
const PATH = '/v1/credentials';

/** A session of an association's role, with its expiry. */
export type AgentSession = Required<
  Pick<AwsCredentialIdentity, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiration' | 'accountId'>
>;

/**
 * Returns the session of a service account's role; `undefined` if EKS has no association for it.
 *
 * @param subject `system:serviceaccount:NAMESPACE:NAME`
 */
export type Associations = (subject: string) => Promise<AgentSession> | undefined;

/**
 * A substitute for the EKS Pod Identity agent of a node. A GET has the service account's token in `Authorization`; the
 * answer is in the format of container credentials; refusals have the status of EKS Auth and a line of text. Like the
 * agent, it keeps sessions, and returns the same one until shortly before its expiry.
 */
export class PodIdentityAgent implements AsyncDisposable {
  readonly #kept = new Map<string, AgentSession>();

  private constructor(
    private readonly proxy: MisbehavingProxy,
    /** A kept session is replaced when less than this number of milliseconds of it is left. */
    private readonly renewBefore: number,
  ) {}

  static async start(
    cluster: ClusterIssuer,
    associations: Associations,
    { renewBefore = 3_000 } = {},
  ): Promise<PodIdentityAgent> {
    const keys = createRemoteJWKSet(new URL(`${cluster.url}/keys`));
    const subjectOf = async ({ headers }: PeerRequest): Promise<string | undefined> => {
      const verified = jwtVerify(headers.authorization ?? '', keys, {
        issuer: cluster.url,
        audience: AGENT_AUDIENCE,
      });
      const { sub } = await verified.then<JWTPayload, JWTPayload>(
        ({ payload }) => payload,
        () => ({}),
      );
      return sub;
    };
    const agent: PodIdentityAgent = new PodIdentityAgent(
      await MisbehavingProxy.start(async (request) =>
        agent.#answer(request, await subjectOf(request), associations),
      ),
      renewBefore,
    );
    return agent;
  }

  /** The value of `AWS_CONTAINER_CREDENTIALS_FULL_URI`. */
  get uri(): string {
    return this.proxy.url + PATH;
  }

  get calls(): number {
    return this.proxy.requests.length;
  }

  behave(...behaviours: readonly Behaviour[]): void {
    this.proxy.behave(...behaviours);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.proxy[Symbol.asyncDispose]();
  }

  async #answer(
    { method, path }: PeerRequest,
    subject: string | undefined,
    associations: Associations,
  ): Promise<PeerAnswer> {
    if (method !== 'GET' || path !== PATH) return agentRefusal(404, 'page not found');
    if (subject === undefined) return agentRefusal(400, 'InvalidTokenException: The token is not valid');
    const kept = this.#kept.get(subject);
    if (kept && kept.expiration.getTime() - this.renewBefore > Date.now()) return handedOut(kept);
    const session = await associations(subject);
    if (!session)
      return agentRefusal(404, 'ResourceNotFoundException: There is no association for this service account');
    this.#kept.set(subject, session);
    return handedOut(session);
  }
}

/** Returns a refusal of EKS Auth in the form in which the agent passes it on. */
export const agentRefusal = (status: number, words: string): PeerAnswer => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body: `(AssumeRoleForPodIdentity): fetching credentials from EKS Auth: ${words}\n`,
});

const handedOut = ({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
  accountId,
}: AgentSession): PeerAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    Token: sessionToken,
    AccountId: accountId,
    Expiration: expiration.toISOString().replace(/\.\d+/, ''),
  }),
});
