import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { AwsCredentialIdentity } from '@aws-sdk/types';

export interface EmbeddedSts {
  readonly endpoint: string;
  close(): void;
}

/**
 * AssumeRole of the STS API, as far as the AWS SDK's client needs it, on a free port of 127.0.0.1. It asks for no
 * signature: the embedded S3 takes credentials from whoever holds it, and here that is the test.
 *
 * @param admit lets the new credentials in
 */
export async function startEmbeddedSts(
  admit: (credentials: AwsCredentialIdentity) => void,
): Promise<EmbeddedSts> {
  const server = createServer((request, response) => {
    const answer = (body: string) => {
      const credentials = newSession(Number(new URLSearchParams(body).get('DurationSeconds') ?? 3600));
      admit(credentials);
      response.setHeader('content-type', 'text/xml').end(assumeRoleResponse(credentials));
    };
    text(request).then(answer, () => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

type Session = Required<
  Pick<AwsCredentialIdentity, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiration'>
>;

function newSession(seconds: number): Session {
  const end = Math.floor(Date.now() / 1000) + seconds; // STS says it in whole seconds
  return {
    accessKeyId: `ASIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(20).toString('hex'),
    sessionToken: randomBytes(60).toString('base64'),
    expiration: new Date(end * 1000),
  };
}

/** STS API Reference, AssumeRole, "Response Elements". */
const assumeRoleResponse = ({ accessKeyId, secretAccessKey, sessionToken, expiration }: Session): string =>
  `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
  <AccessKeyId>${accessKeyId}</AccessKeyId>
  <SecretAccessKey>${secretAccessKey}</SecretAccessKey>
  <SessionToken>${sessionToken}</SessionToken>
  <Expiration>${expiration.toISOString()}</Expiration>
</Credentials></AssumeRoleResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></AssumeRoleResponse>`;
