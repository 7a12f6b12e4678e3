import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { SigV4Presigner } from './sigv4-presigner.js';

describe('x', () => {
  it('same', async () => {
    const client = new S3Client({ region: 'eu-west-1', credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 's', sessionToken: 'to/k+en==' }, responseChecksumValidation: 'WHEN_REQUIRED', requestChecksumCalculation: 'WHEN_REQUIRED' });
    const p = new SigV4Presigner(bucketEndpoint({ bucket: 'team-a', region: 'eu-west-1' }), { contentSha256InQuery: true });
    const credentials = await client.config.credentials();
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }).filter((k) => k.isWellFormed() && !/[\u0000]/.test(k)), async (key) => {
      const url = await getSignedUrl(client, new GetObjectCommand({ Bucket: 'team-a', Key: key }), { expiresIn: 100, signingDate: new Date(1e12) });
      expect(p.presign({ method: 'GET', key, query: { 'x-id': 'GetObject' }, signedAt: 1e9, expiresIn: 100 }, credentials)).toBe(url);
    }), { numRuns: 500 });
    let t = performance.now(); for (let i = 0; i < 100000; i++) p.presign({ method: 'GET', key: 'users/u1/report.pdf', query: { 'x-id': 'GetObject', 'response-content-disposition': 'attachment' }, signedAt: 1e9, expiresIn: 100 }, credentials);
    console.log(100000 / (performance.now() - t), 'k/s');
    t = performance.now(); for (let i = 0; i < 3000; i++) await getSignedUrl(client, new GetObjectCommand({ Bucket: 'team-a', Key: 'users/u1/report.pdf' }), { expiresIn: 100 });
    console.log(3000 / (performance.now() - t), 'k/s sdk');
  });
});
