import type { AwsCredentialIdentity } from '@aws-sdk/types';
import {
  MisbehavingProxy,
  forwardTo,
  type Behaviour,
  type Peer,
  type PeerAnswer,
  type PeerRequest,
  type SeenRequest,
} from './misbehaving-proxy.js';
import { ACCESS_DENIED, callerIdentity, refusal } from './sts-answers.js';

/** A session that STS issued. */
export interface Session {
  /** The ARN of the session, `arn:aws:sts::222222222222:assumed-role/NAME/SESSION`. */
  readonly arn: string;
  /** The expiry, in milliseconds since the epoch. */
  readonly end: number;
  readonly credentials: AwsCredentialIdentity;
}

/**
 * The STS of radosgw with additions of AWS's STS: `GetCallerIdentity`, external ids in trust policies, and refusals
 * with reasons. It can be made to misbehave, and knows the expiry of every session.
 */
export class StsFront implements AsyncDisposable {
  /** The sessions by access key id. */
  readonly sessions = new Map<string, Session>();
  readonly #externalIds = new Map<string, string>();

  private constructor(readonly proxy: MisbehavingProxy) {}

  static async start(radosgw: string): Promise<StsFront> {
    const forward = forwardTo(radosgw);
    const front: StsFront = new StsFront(
      await MisbehavingProxy.start((request) => front.#serve(request, forward)),
    );
    return front;
  }

  get url(): string {
    return this.proxy.url;
  }

  behave(...behaviours: readonly Behaviour[]): void {
    this.proxy.behave(...behaviours);
  }

  /** The requests for sessions, in their order. */
  get calls(): readonly SeenRequest[] {
    return this.proxy.requests.filter((request) => actionOf(request).startsWith('AssumeRole'));
  }

  /**
   * Requires an external id for a role. radosgw doesn't support `sts:ExternalId`, but checks the rest of the trust
   * policy.
   */
  requireExternalId(roleArn: string, externalId: string): void {
    this.#externalIds.set(roleArn, externalId);
  }

  /** Returns the session that signed a URL, with its expiry. */
  sessionOf(url: string): Session {
    const [accessKeyId = ''] = (new URL(url).searchParams.get('X-Amz-Credential') ?? '').split('/');
    const session = this.sessions.get(accessKeyId);
    if (!session) throw new Error('the URL is signed with credentials that STS did not give out');
    return session;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.proxy[Symbol.asyncDispose]();
  }

  async #serve(request: PeerRequest, forward: Peer): ReturnType<Peer> {
    const parameters = new URLSearchParams(request.body);
    if (parameters.get('Action') === 'GetCallerIdentity') return this.#callerOf(request);
    const externalId = this.#externalIds.get(parameters.get('RoleArn') ?? '');
    if (externalId !== undefined && parameters.get('ExternalId') !== externalId) return ACCESS_DENIED;
    const answer = await forward(request);
    if (typeof answer === 'string') return answer;
    if (answer.status !== 200) return asStsSaysIt(answer);
    this.#remember(answer.body);
    return answer;
  }

  #callerOf({ headers }: PeerRequest) {
    const [, accessKeyId = ''] = /Credential=([^/]+)/.exec(headers.authorization ?? '') ?? [];
    const session = this.sessions.get(accessKeyId);
    return session && Date.now() < session.end ? callerIdentity(session.arn) : ACCESS_DENIED;
  }

  #remember(answer: string): void {
    const arn = element(answer, 'Arn');
    const end = Date.parse(element(answer, 'Expiration'));
    const credentials = {
      accessKeyId: element(answer, 'AccessKeyId'),
      secretAccessKey: element(answer, 'SecretAccessKey'),
      sessionToken: element(answer, 'SessionToken'),
    };
    this.sessions.set(credentials.accessKeyId, { arn, end, credentials });
  }
}

const element = (xml: string, name: string): string =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1] ?? '';

/** Converts a refusal of radosgw, which has S3's format, to the format of STS. */
function asStsSaysIt(answer: PeerAnswer): PeerAnswer {
  const code = element(answer.body, 'Code') || 'AccessDenied';
  return refusal(answer.status, code, element(answer.body, 'Message'));
}

const actionOf = ({ body }: PeerRequest): string => new URLSearchParams(body).get('Action') ?? '';

/** Makes sessions shorter than AWS allows. This works for requests that aren't signed. */
export const sessionsOf =
  (seconds: number): Behaviour =>
  (next) =>
  (request) => {
    if (actionOf(request) !== 'AssumeRoleWithWebIdentity') return next(request);
    const parameters = new URLSearchParams(request.body);
    parameters.set('DurationSeconds', String(seconds));
    const body = parameters.toString();
    return next({ ...request, body, headers: { ...request.headers, 'content-length': String(body.length) } });
  };

/** Makes an answer claim that the session is one of another role. */
export const answersFor =
  (arn: string): Behaviour =>
  (next) =>
  async (request) => {
    const answer = await next(request);
    if (typeof answer === 'string') return answer;
    const body = answer.body.replace(/<Arn>[^<]*<\/Arn>/, `<Arn>${arn}</Arn>`);
    return {
      ...answer,
      body,
      headers: { ...answer.headers, 'content-length': String(Buffer.byteLength(body)) },
    };
  };
