import {
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { epochSeconds } from '../sigv4/amz-date.js';
import type { ReceivedRequest, VerifyOptions } from './verification.js';
import { verifyHeaderSigned } from './verify-header-signed.js';
import { verifyPresigned } from './verify-presigned.js';

const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'to/k+en==' };
const region = 'eu-west-1';
const object = { Bucket: 'team-a-files', Key: "users/ü 1/a+b&c=d?#%25(1)!'*~.txt" };

const signingDate = new Date('2026-11-24T12:00:00Z');
const options: VerifyOptions = {
  now: epochSeconds(signingDate),
  region,
  credentials: (id) => (id === credentials.accessKeyId ? credentials : undefined),
};

const get = new GetObjectCommand({ ...object, ResponseContentDisposition: 'attachment; filename="ü b.txt"' });
const remove = new DeleteObjectCommand(object);
const list = new ListObjectsV2Command({ Bucket: object.Bucket, Prefix: 'users/ü 1/', Delimiter: '/' });
const create = new CreateMultipartUploadCommand(object);
const put = new PutObjectCommand({
  ...object,
  Body: 'hello',
  ContentType: 'text/plain',
  Metadata: { origin: 'web' },
});

describe('requests presigned by the AWS SDK for JavaScript are accepted', () => {
  const client = new S3Client({ region, credentials });
  const asked = { expiresIn: 900, signingDate };

  it.each([
    ['GET', () => getSignedUrl(client, get, asked)],
    ['DELETE', () => getSignedUrl(client, remove, asked)],
    ['GET', () => getSignedUrl(client, list, asked)],
    ['POST', () => getSignedUrl(client, create, asked)],
  ] as const)('%s', async (method, presign) => {
    const request = received(method, await presign());
    expect(verifyPresigned(request, options)).toMatchObject({
      accessKeyId: 'ASIAEXAMPLE',
      signedHeaders: ['host'],
    });
  });

  it('PUT with the length of a known body', async () => {
    const url = await getSignedUrl(client, put, asked);
    const { signedHeaders } = verifyPresigned(received('PUT', url, { 'content-length': '5' }), options);
    expect(signedHeaders).toEqual(['content-length', 'host']);
  });

  it('PUT with its constraints as signed headers', async () => {
    const headers = { 'content-type': 'text/plain', 'x-amz-meta-origin': 'web', 'content-length': '5' };
    const url = await getSignedUrl(client, put, {
      ...asked,
      signableHeaders: new Set(['host', ...Object.keys(headers)]),
      unhoistableHeaders: new Set(['x-amz-meta-origin']),
    });
    const { signedHeaders } = verifyPresigned(received('PUT', url, headers), options);
    expect(signedHeaders).toEqual(['content-length', 'content-type', 'host', 'x-amz-meta-origin']);
  });
});

describe('requests signed in the header by the AWS SDK for JavaScript are accepted', () => {
  it.each([
    ['GET', (client: S3Client) => client.send(get)],
    ['DELETE', (client: S3Client) => client.send(remove)],
    ['GET', (client: S3Client) => client.send(list)],
    ['POST', (client: S3Client) => client.send(create)],
    ['PUT', (client: S3Client) => client.send(put)],
  ] as const)('%s', async (method, send) => {
    const request = await sentBy(send);
    expect(request.method).toBe(method);
    const now = epochSeconds(Date.now()); // the client reads the machine's clock
    expect(verifyHeaderSigned(request, { ...options, now })).toMatchObject({ accessKeyId: 'ASIAEXAMPLE' });
  });
});

function received(method: string, url: string, headers: Record<string, string> = {}): ReceivedRequest {
  const { host, origin } = new URL(url);
  return { method, target: url.slice(origin.length), headers: { host, ...headers } };
}

/** Returns the request that a client sends over the network. */
async function sentBy(send: (client: S3Client) => Promise<unknown>): Promise<ReceivedRequest> {
  const requests: ReceivedRequest[] = [];
  const requestHandler: S3Client['config']['requestHandler'] = {
    handle({ method, path, query, headers }) {
      const pairs = Object.entries<string>(query).map(
        ([name, value]) => `${name}=${encodeURIComponent(value)}`,
      );
      const lowerCase = Object.entries<string>(headers).map(
        ([name, value]) => [name.toLowerCase(), value] as const,
      );
      const target = pairs.length > 0 ? `${path}?${pairs.join('&')}` : path;
      requests.push({ method, target, headers: Object.fromEntries(lowerCase) });
      return Promise.reject(new Error('not sent'));
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
  await expect(send(new S3Client({ region, credentials, maxAttempts: 1, requestHandler }))).rejects.toThrow(
    'not sent',
  );
  return requests[0]!;
}
