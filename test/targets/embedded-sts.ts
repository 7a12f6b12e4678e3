import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AwsCredentialIdentity } from '@aws-sdk/types';

/** A call of AssumeRole. */
export interface StsCall {
  readonly headers: IncomingHttpHeaders;
  readonly parameters: URLSearchParams;
}

export interface EmbeddedSts {
  readonly endpoint: string;
  /** All calls so far. */
  readonly calls: readonly StsCall[];
  close(): void;
}

/**
 * Serves AssumeRole of the STS API on a free port of 127.0.0.1, as far as the AWS SDK's client needs it. It accepts
 * unsigned requests. The test adds the new credentials to the embedded S3.
 *
 * @param admit adds the new credentials to the embedded S3
 * @param lifetime seconds of every session, whatever the request asks for
 */
export async function startEmbeddedSts(
  admit: (credentials: AwsCredentialIdentity) => void,
  lifetime?: number,
): Promise<EmbeddedSts> {
  const calls: StsCall[] = [];
  const server = createServer((request, response) => {
    const answer = (body: string) => {
      const parameters = new URLSearchParams(body);
      calls.push({ headers: request.headers, parameters });
      const credentials = newSession(lifetime ?? Number(parameters.get('DurationSeconds') ?? 3600));
      admit(credentials);
      response.setHeader('content-type', 'text/xml').end(assumeRoleResponse(credentials, parameters));
    };
    text(request).then(answer, () => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, calls, close: () => void server.close() };
}

type Session = Required<
  Pick<AwsCredentialIdentity, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiration'>
>;

function newSession(seconds: number): Session {
  const end = Math.floor(Date.now() / 1000) + seconds; // STS returns the expiry in whole seconds
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
    sessionToken: randomBytes(60).toString('base64'),
    expiration: new Date(end * 1000),
  };
}

/** Returns the answer to AssumeRole. STS API Reference, AssumeRole, "Response Elements". */
const assumeRoleResponse = (
  { accessKeyId, secretAccessKey, sessionToken, expiration }: Session,
  parameters: URLSearchParams,
): string =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
  <AccessKeyId>${accessKeyId}</AccessKeyId>
  <SecretAccessKey>${secretAccessKey}</SecretAccessKey>
  <SessionToken>${sessionToken}</SessionToken>
  <Expiration>${expiration.toISOString()}</Expiration>
</Credentials><AssumedRoleUser><Arn>${sessionArn(parameters)}</Arn></AssumedRoleUser></AssumeRoleResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></AssumeRoleResponse>`;

/** Returns the ARN of a session, which doesn't contain the role's path. IAM User Guide, "IAM identifiers". */
const sessionArn = (parameters: URLSearchParams): string =>
  (parameters.get('RoleArn') ?? '').replace(/:iam:/, ':sts:').replace(/:role\/(?:.*\/)?/, ':assumed-role/') +
  `/${parameters.get('RoleSessionName')}`;
