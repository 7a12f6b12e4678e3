import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { S3RequestPresigner, getSignedUrl } from '@aws-sdk/s3-request-presigner';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uploadHeaders, type UploadConstraints } from '../constraints/upload-headers.js';
import { bucketEndpoint, type BucketLocation } from '../endpoint/bucket-endpoint.js';
import { MAX_EXPIRES_IN, type PresignRequest } from './presigner.js';
import { SigV4Presigner } from './sigv4-presigner.js';

const LOCATIONS: BucketLocation[] = [
  { bucket: 'team-a-files', region: 'eu-west-1' },
  { bucket: 'team-a-files', region: 'us-east-1' },
  { bucket: 'team-a-files', region: 'cn-north-1' },
  { bucket: 'team-a-files', region: 'us-gov-west-1' },
  { bucket: 'files.team-a.example', region: 'eu-west-1' },
  { bucket: 'team-a-files', region: 'eu-west-1', forcePathStyle: true },
  { bucket: 'team-a-files', region: 'us-east-1', endpoint: 'http://127.0.0.1:9000', forcePathStyle: true },
  { bucket: 'team-a-files', region: 'us-east-1', endpoint: 'https://store.example:8443/s3/v1' },
  {
    bucket: 'team-a-files',
    region: 'us-east-1',
    endpoint: 'https://store.example:443',
    forcePathStyle: true,
  },
];

const KEY_PAIR = { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+EXAMPLEKEY' };
const CREDENTIALS = [
  KEY_PAIR,
  { ...KEY_PAIR, sessionToken: 'IQoJb3JpZ2luX2VjEJ//+wEaCWV1LXdlc3QtMSJHMEUCIQDf==' },
  { ...KEY_PAIR, secretAccessKey: 'another', sessionToken: 'FwoGZXIvYXdzE/+='.repeat(100) },
];

/**
 * One signer for each location and credentials. Each is made once, since an `S3Client` costs more than many signatures.
 */
const SIGNERS = LOCATIONS.flatMap((location) =>
  CREDENTIALS.map((credentials) => {
    const endpoint = bucketEndpoint(location);
    const client = new S3Client({
      region: location.region,
      forcePathStyle: location.forcePathStyle ?? false,
      ...(location.endpoint !== undefined && { endpoint: location.endpoint }),
      credentials,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    return {
      location,
      credentials,
      client,
      sdk: new S3RequestPresigner(client.config),
      ours: new SigV4Presigner(endpoint),
      oursAsSdk: new SigV4Presigner(endpoint, { contentSha256InQuery: true }),
    };
  }),
);

const text = (unit: fc.Arbitrary<string> | 'binary' | 'grapheme' | 'grapheme-ascii', maxLength: number) =>
  fc.string({ unit, minLength: 1, maxLength, size: 'max' });
const awkward = fc.constantFrom(...`+%&#?()'!*/ "<>\\^{|}~=:;,@$[].-_aZ0`.split(''));
const key = text(fc.oneof(awkward, fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })), 60);
const headerValue = text('grapheme-ascii', 40);
/**
 * Generates header values with Latin-1 characters. SigV4 doesn't treat the no-break space among them as white space.
 */
const anyHeaderValue = text(
  fc.oneof(fc.constantFrom(' ', '\t', '\u00a0', 'é'), fc.string({ minLength: 1, maxLength: 1 })),
  30,
);
const base64 = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((digest) => Buffer.from(digest).toString('base64'));
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

type Options = Parameters<typeof getSignedUrl>[2];
type Operation = Pick<PresignRequest, 'method' | 'query' | 'headers'> & {
  readonly sdk: (
    client: S3Client,
    object: { Bucket: string; Key: string },
    options: Options,
  ) => Promise<string>;
};

const OVERRIDES = {
  ResponseCacheControl: 'response-cache-control',
  ResponseContentDisposition: 'response-content-disposition',
  ResponseContentEncoding: 'response-content-encoding',
  ResponseContentLanguage: 'response-content-language',
  ResponseContentType: 'response-content-type',
  VersionId: 'versionId',
} as const;

/** Generates the checksum mode in two forms: as input of the SDK, and as a signed header. */
const checksumMode = fc.constantFrom<Pick<Operation, 'headers'> & { input: { ChecksumMode?: 'ENABLED' } }>(
  { input: {} },
  { input: { ChecksumMode: 'ENABLED' }, headers: { 'x-amz-checksum-mode': 'ENABLED' } },
);

const overrides = fc
  .subarray(Object.keys(OVERRIDES) as (keyof typeof OVERRIDES)[])
  .chain((names) => fc.record(Object.fromEntries(names.map((name) => [name, text('grapheme', 30)]))));

const get: fc.Arbitrary<Operation> = fc
  .tuple(overrides, checksumMode)
  .map(([input, { input: mode, headers }]) => ({
    method: 'GET',
    sdk: (client, object, options) =>
      getSignedUrl(client, new GetObjectCommand({ ...object, ...input, ...mode }), options),
    headers,
    query: {
      'x-id': 'GetObject',
      ...Object.fromEntries(
        Object.entries(input).map(([name, value]) => [OVERRIDES[name as keyof typeof OVERRIDES], value]),
      ),
    },
  }));

const head: fc.Arbitrary<Operation> = checksumMode.map(({ input, headers }) => ({
  method: 'HEAD',
  sdk: (client, object, options) =>
    getSignedUrl(client, new HeadObjectCommand({ ...object, ...input }), options),
  headers,
}));

const remove: fc.Arbitrary<Operation> = optional(text('grapheme', 30)).map((versionId) => ({
  method: 'DELETE',
  sdk: (client, object, options) =>
    getSignedUrl(client, new DeleteObjectCommand({ ...object, VersionId: versionId }), options),
  query: { 'x-id': 'DeleteObject', ...(versionId !== undefined && { versionId }) },
}));

const constraints: fc.Arbitrary<UploadConstraints> = fc.record({
  contentType: optional(fc.constantFrom('image/png', 'text/plain; charset=utf-8', 'application/pdf')),
  contentLength: optional(fc.nat()),
  checksum: optional(
    fc.oneof(
      fc.record({ algorithm: fc.constant('SHA256' as const), value: base64(32) }),
      fc.record({ algorithm: fc.constantFrom('CRC32' as const, 'CRC32C' as const), value: base64(4) }),
      fc.record({ algorithm: fc.constant('CRC64NVME' as const), value: base64(8) }),
    ),
  ),
  metadata: optional(
    fc.dictionary(fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,12}$/), headerValue, { maxKeys: 4 }),
  ),
  tags: optional(fc.dictionary(text('grapheme', 10), text('grapheme', 10), { maxKeys: 3 })),
  encryption: optional(
    fc.constantFrom(
      { type: 'sse-s3' as const },
      { type: 'sse-kms' as const },
      { type: 'sse-kms' as const, keyArn: 'arn:aws:kms:eu-west-1:222222222222:key/0a1b' },
    ),
  ),
  ifNoneMatch: optional(fc.constant('*' as const)),
});

const put: fc.Arbitrary<Operation> = constraints.map((wanted) => {
  const headers = uploadHeaders(wanted);
  const { contentType, contentLength, checksum, metadata, ifNoneMatch } = wanted;
  return {
    method: 'PUT',
    sdk: (client, object, options) =>
      getSignedUrl(
        client,
        new PutObjectCommand({
          ...object,
          ContentType: contentType,
          ContentLength: contentLength,
          Metadata: metadata,
          Tagging: headers['x-amz-tagging'],
          IfNoneMatch: ifNoneMatch,
          ServerSideEncryption: headers['x-amz-server-side-encryption'] as 'AES256' | undefined,
          SSEKMSKeyId: headers['x-amz-server-side-encryption-aws-kms-key-id'],
          ...(checksum && { [`Checksum${checksum.algorithm}`]: checksum.value }),
        }),
        options,
      ),
    query: { 'x-id': 'PutObject' },
    headers,
  };
});

const times = {
  signedAt: fc.integer({ min: 0, max: 4_102_444_799 }), // to the end of 2099 in UTC
  expiresIn: fc.integer({ min: 1, max: MAX_EXPIRES_IN }),
};

describe('SigV4Presigner, checked by the AWS SDK for JavaScript', () => {
  it('gives the URL of getSignedUrl, byte for byte', async () => {
    const situation = fc.record({
      signer: fc.constantFrom(...SIGNERS),
      operation: fc.oneof(get, put, head, remove),
      key,
      ...times,
    });
    await fc.assert(
      fc.asyncProperty(situation, async ({ signer, operation, key: Key, signedAt, expiresIn }) => {
        const { method, query, headers, sdk } = operation;
        const names = Object.keys(headers ?? {});
        const theirs = await sdk(
          signer.client,
          { Bucket: signer.location.bucket, Key },
          {
            expiresIn,
            signingDate: new Date(signedAt * 1000),
            signableHeaders: new Set(['host', ...names]),
            unhoistableHeaders: new Set(names),
          },
        );
        const request = { method, key: Key, query, headers, signedAt, expiresIn };
        expect(signer.oursAsSdk.presign(request, signer.credentials)).toBe(theirs);
      }),
      { numRuns: 4000 },
    );
  });

  it('signs any request as S3RequestPresigner signs what the URL says', async () => {
    const situation = fc.record({
      signer: fc.constantFrom(...SIGNERS),
      method: fc.constantFrom('GET' as const, 'PUT' as const, 'HEAD' as const, 'DELETE' as const),
      query: fc.dictionary(
        fc.stringMatching(/^(?:x-|response-|[Ya-wyz])[A-Za-z0-9._~-]{0,12}$/),
        text('binary', 30),
        {
          maxKeys: 4,
        },
      ),
      headers: fc.dictionary(fc.stringMatching(/^[a-z0-9!#$&'*+.^_`|~-]{1,16}$/), anyHeaderValue, {
        maxKeys: 5,
      }),
      key,
      ...times,
    });
    await fc.assert(
      fc.asyncProperty(situation, async ({ signer, ...request }) => {
        const url = signer.ours.presign(request, signer.credentials);
        const { protocol, hostname, port, searchParams } = new URL(url);
        const ours = Object.fromEntries(searchParams);
        const names = Object.keys(request.headers);
        const theirs = await signer.sdk.presign(
          {
            method: request.method,
            protocol,
            hostname,
            ...(port && { port: Number(port) }),
            path: url.slice(url.indexOf('/', `${protocol}//`.length), url.indexOf('?')),
            query: request.query,
            headers: request.headers,
          },
          {
            expiresIn: request.expiresIn,
            signingDate: new Date(request.signedAt * 1000),
            signableHeaders: new Set(['host', ...names]),
            unhoistableHeaders: new Set([...names, 'x-amz-content-sha256']), // S3 needs no signed x-amz-content-sha256
            unsignableHeaders: new Set(['x-amz-content-sha256']),
          },
        );
        expect(ours).toEqual(theirs.query);
      }),
      { numRuns: 2000 },
    );
  });
});
