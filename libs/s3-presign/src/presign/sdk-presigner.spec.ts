import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { uploadHeaders } from '../constraints/upload-headers.js';
import { bucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { createPresigner } from './create-presigner.js';
import { SdkPresigner } from './sdk-presigner.js';
import { SigV4Presigner } from './sigv4-presigner.js';

const signedAt = 1_795_521_600;
const signingDate = new Date(signedAt * 1000);
const expiresIn = 900;
const KEYS = ['users/u1/report.pdf', `a b/ü+%&#?()'!*=~/日本語😀`, 'a//b/'];
const CREDENTIALS = [
  { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  { accessKeyId: 'ASIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', sessionToken: 'IQoJb3JpZ2luX2VjE/+==' },
];
const ACCESS_POINTS = [
  { region: 'eu-west-1', arn: 'arn:aws:s3:eu-west-1:222222222222:accesspoint/team-a' },
  { region: 'cn-north-1', arn: 'arn:aws-cn:s3:cn-north-1:222222222222:accesspoint/team-a' },
];
const CASES = ACCESS_POINTS.flatMap((point) =>
  KEYS.flatMap((key) => CREDENTIALS.map((credentials) => ({ ...point, key, credentials }))),
);

const clientFor = (region: string, credentials: (typeof CREDENTIALS)[number]) =>
  new S3Client({
    region,
    credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });

describe('an access point', () => {
  it.each(CASES)(
    'has the URL that getSignedUrl gives for $arn, $key',
    async ({ arn, region, key, credentials }) => {
      const presigner = createPresigner({ bucket: arn, region });
      expect(presigner).toBeInstanceOf(SdkPresigner);
      const query = { 'x-id': 'GetObject', 'response-content-disposition': 'attachment; filename="a"' };
      const ours = await presigner.presign({ method: 'GET', key, query, signedAt, expiresIn }, credentials);
      const command = new GetObjectCommand({
        Bucket: arn,
        Key: key,
        ResponseContentDisposition: query['response-content-disposition'],
      });
      expect(ours).toBe(
        await getSignedUrl(clientFor(region, credentials), command, { signingDate, expiresIn }),
      );
    },
  );

  it('holds uploads to their constraints by signed headers, none of them in the query', async () => {
    const { arn, region } = ACCESS_POINTS[0]!;
    const headers = uploadHeaders({
      contentType: 'image/png',
      contentLength: 3,
      checksum: { algorithm: 'CRC32', value: 'AAAAAA==' },
      metadata: { origin: 'web' },
      tags: { class: 'report' },
      encryption: { type: 'sse-kms' },
      ifNoneMatch: '*',
    });
    const presigner = createPresigner({ bucket: arn, region });
    const request = {
      method: 'PUT',
      key: 'a',
      query: { 'x-id': 'PutObject' },
      headers,
      signedAt,
      expiresIn,
    } as const;
    const url = await presigner.presign(request, CREDENTIALS[0]!);
    const parameters = new URL(url).searchParams;
    const signed = [...Object.keys(headers), 'host'].sort();
    expect(parameters.get('X-Amz-SignedHeaders')).toBe(signed.join(';'));
    expect([...parameters.keys()].filter((name) => name in headers)).toStrictEqual([]);

    const command = new PutObjectCommand({
      Bucket: arn,
      Key: 'a',
      ContentType: 'image/png',
      ContentLength: 3,
      ChecksumCRC32: 'AAAAAA==',
      Metadata: { origin: 'web' },
      Tagging: 'class=report',
      ServerSideEncryption: 'aws:kms',
      IfNoneMatch: '*',
    });
    const theirs = await getSignedUrl(clientFor(region, CREDENTIALS[0]!), command, {
      signingDate,
      expiresIn,
      signableHeaders: new Set(signed),
      unhoistableHeaders: new Set(signed),
    });
    expect(url).toBe(theirs);
  });

  it('has the URL that the own engine gives for its endpoint', async () => {
    for (const { arn, region, key, credentials } of CASES) {
      const endpoint = bucketEndpoint({ bucket: arn, region });
      const request = { method: 'DELETE', key, query: { 'x-signing-id': '1' }, signedAt, expiresIn } as const;
      const own = new SigV4Presigner(endpoint, { contentSha256InQuery: true }).presign(request, credentials);
      await expect(new SdkPresigner(endpoint).presign(request, credentials)).resolves.toBe(own);
    }
  });
});

describe('createPresigner', () => {
  it('signs for a bucket by the own engine, without a promise', () => {
    const presigner = createPresigner({ bucket: 'team-a-files', region: 'eu-west-1' });
    expect(presigner).toBeInstanceOf(SigV4Presigner);
    const url = presigner.presign({ method: 'GET', key: 'a', signedAt, expiresIn }, CREDENTIALS[0]!);
    expect(url).toMatch(/^https:\/\/team-a-files\.s3\.eu-west-1\.amazonaws\.com\/a\?/);
  });
});
