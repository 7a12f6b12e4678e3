import { SigV4Presigner, type PresignRequest } from '#s3-presign';
import { bucketEndpoint } from '#s3-presign/aws';
import { S3Client } from '@aws-sdk/client-s3';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { startEmbeddedS3, type EmbeddedS3, type EmbeddedS3Options } from '../src/index.js';

export const REGION = 'eu-west-1';
/** 2026-11-24T12:00:00Z, in seconds. */
export const NOW = 1_795_521_600;

export const TEAM_A = { accessKeyId: 'AKIATEAMA', secretAccessKey: 'secret-a' };
export const TEAM_B = { accessKeyId: 'AKIATEAMB', secretAccessKey: 'secret-b' };

/** Starts a server with two teams, which have a bucket each, on a free port at noon. */
export function startTwoTeams(options: Partial<EmbeddedS3Options> = {}): Promise<EmbeddedS3> {
  return startEmbeddedS3({
    region: REGION,
    buckets: [
      { name: 'team-a', account: '111111111111', credentials: [TEAM_A] },
      { name: 'team-b', account: '222222222222', credentials: [TEAM_B] },
    ],
    now: () => new Date(NOW * 1000),
    ...options,
  });
}

export interface SignOptions {
  readonly bucket?: string;
  readonly credentials?: AwsCredentialIdentity;
  readonly virtualHosted?: boolean;
}

/** Returns a URL of the library's presigner, with path style and as team A by default. */
export function sign(
  { port }: EmbeddedS3,
  request: Partial<PresignRequest>,
  { bucket = 'team-a', credentials = TEAM_A, virtualHosted = false }: SignOptions = {},
): string {
  const endpoint = bucketEndpoint({
    bucket,
    region: REGION,
    endpoint: `http://localhost:${port}`,
    forcePathStyle: !virtualHosted,
  });
  const presigner = new SigV4Presigner(endpoint);
  return presigner.presign(
    { method: 'GET', key: 'a.txt', signedAt: NOW, expiresIn: 900, ...request },
    credentials,
  );
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly text: string;
  /** `<Code>` of an error answer. */
  readonly code: string | undefined;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Uint8Array;
}

/** Sends to 127.0.0.1 exactly what stands in the URL, which `fetch` would tidy up first. */
export function send(url: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  const [, host = '', target = ''] = /^http:\/\/([^/?]*)(.*)$/s.exec(url) ?? [];
  const { port } = new URL(`http://${host}`);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port, path: target, method, headers: { host, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString();
          const code = /<Error><Code>(\w+)<\/Code>/.exec(text)?.[1];
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: bytes, text, code });
        });
      },
    );
    request.on('error', reject);
    request.flushHeaders(); // as UTF-8; together with a body Node takes another encoding
    request.end(body);
  });
}

/** Signs with these headers and sends with the same, `content-length` as of the body. */
export async function put(
  s3: EmbeddedS3,
  key: string,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  options: SignOptions = {},
): Promise<Answer> {
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body)) };
  return send(sign(s3, { method: 'PUT', key, headers: all }, options), { method: 'PUT', headers: all, body });
}

export const get = (s3: EmbeddedS3, key: string, request: Partial<PresignRequest> = {}) =>
  send(sign(s3, { key, ...request }), { headers: { ...request.headers } });

/** Its clock is the machine's, so the server's must be too. */
export const sdkClient = ({ endpoint }: EmbeddedS3, credentials: AwsCredentialIdentity = TEAM_A): S3Client =>
  new S3Client({ region: REGION, endpoint, credentials, forcePathStyle: true, maxAttempts: 1 });
