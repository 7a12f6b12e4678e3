import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { bucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { signature, signingKey } from '../sigv4/signature.js';
import { PostFormSigner } from './post-form-signer.js';

const NOW = Date.UTC(2026, 10, 24, 12) / 1000;
const credentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI',
  sessionToken: 'a/b+c==',
};
const region = 'eu-west-1';

interface Policy {
  readonly expiration: string;
  readonly conditions: unknown[];
}

const names = (form: Record<string, string>) =>
  Object.keys(form)
    .map((name) => name.toLowerCase())
    .sort();

const canonical = (conditions: unknown[]) =>
  conditions
    .map((each) => JSON.stringify(each).replace(/"X-Amz-[A-Za-z-]+"/g, (name) => name.toLowerCase()))
    .sort();

const decode = (policy: string) => JSON.parse(Buffer.from(policy, 'base64').toString()) as Policy;

describe('PostFormSigner', () => {
  it('signs the published vector of the S3 documentation', () => {
    // S3 API Reference, "Browser-Based Upload using HTTP POST (Using AWS Signature Version 4)". The page gives the
    // policy as text.
    const key = signingKey('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '20151229', 'us-east-1', 's3');
    const policy =
      'eyAiZXhwaXJhdGlvbiI6ICIyMDE1LTEyLTMwVDEyOjAwOjAwLjAwMFoiLA0KICAiY29uZGl0aW9ucyI6IFsNCiAgICB7ImJ1Y2tldCI6ICJzaWd2NGV4YW1wbGVidWNrZXQifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRrZXkiLCAidXNlci91c2VyMS8iXSwNCiAgICB7ImFjbCI6ICJwdWJsaWMtcmVhZCJ9LA0KICAgIHsic3VjY2Vzc19hY3Rpb25fcmVkaXJlY3QiOiAiaHR0cDovL3NpZ3Y0ZXhhbXBsZWJ1Y2tldC5zMy5hbWF6b25hd3MuY29tL3N1Y2Nlc3NmdWxfdXBsb2FkLmh0bWwifSwNCiAgICBbInN0YXJ0cy13aXRoIiwgIiRDb250ZW50LVR5cGUiLCAiaW1hZ2UvIl0sDQogICAgeyJ4LWFtei1tZXRhLXV1aWQiOiAiMTQzNjUxMjM2NTEyNzQifSwNCiAgICB7IngtYW16LXNlcnZlci1zaWRlLWVuY3J5cHRpb24iOiAiQUVTMjU2In0sDQogICAgWyJzdGFydHMtd2l0aCIsICIkeC1hbXotbWV0YS10YWciLCAiIl0sDQoNCiAgICB7IngtYW16LWNyZWRlbnRpYWwiOiAiQUtJQUlPU0ZPRE5ON0VYQU1QTEUvMjAxNTEyMjkvdXMtZWFzdC0xL3MzL2F3czRfcmVxdWVzdCJ9LA0KICAgIHsieC1hbXotYWxnb3JpdGhtIjogIkFXUzQtSE1BQy1TSEEyNTYifSwNCiAgICB7IngtYW16LWRhdGUiOiAiMjAxNTEyMjlUMDAwMDAwWiIgfQ0KICBdDQp9';
    expect(signature(key, policy)).toBe('8afdbf4008c03f22c2cd3cdb72e4afbb1f6a588f3255ac628749a66d7f09699e');
  });

  it('says what the AWS SDK says: the same url, fields and conditions, and the signature of its policy', async () => {
    const client = new S3Client({ region, credentials, forcePathStyle: true });
    const signer = new PostFormSigner(
      'team-a',
      bucketEndpoint({ bucket: 'team-a', region, forcePathStyle: true }),
    );
    const fields = fc.dictionary(fc.stringMatching(/^x-amz-meta-[a-z]{1,8}$/), fc.string({ minLength: 1 }), {
      maxKeys: 4,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1, unit: 'grapheme' }),
        fields,
        fc.nat(1e9),
        async (key, meta, max) => {
          vi.useFakeTimers({ now: NOW * 1000, toFake: ['Date'] });
          const theirs = await createPresignedPost(client, {
            Bucket: 'team-a',
            Key: key,
            Fields: meta,
            Conditions: [['content-length-range', 0, max]],
            Expires: 600,
          });
          vi.useRealTimers();
          const ours = signer.sign(
            { key, fields: meta, contentLengthRange: [0, max], signedAt: NOW, expiresIn: 600 },
            credentials,
          );
          expect(ours.url).toBe(theirs.url.replace(/\/?$/, '/'));
          expect(names(ours.fields)).toEqual(names(theirs.fields));
          const [mine, sdk] = [decode(ours.fields['policy']!), decode(theirs.fields['Policy']!)];
          expect(mine.expiration.slice(0, 19)).toBe(sdk.expiration.slice(0, 19));
          expect(canonical(mine.conditions)).toEqual(canonical(sdk.conditions));
          const key2 = signingKey(credentials.secretAccessKey, '20261124', region, 's3');
          expect(signature(key2, theirs.fields['Policy']!)).toBe(theirs.fields['X-Amz-Signature']);
          expect(signature(key2, ours.fields['policy']!)).toBe(ours.fields['x-amz-signature']);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('pins every field, and names a prefix only where it is asked for one', () => {
    const signer = new PostFormSigner('team-a', bucketEndpoint({ bucket: 'team-a', region }));
    const { url, fields } = signer.sign(
      {
        key: 'in/',
        keyIsPrefix: true,
        fields: { 'content-type': 'text/plain' },
        signedAt: NOW,
        expiresIn: 60,
      },
      credentials,
    );
    expect(url).toBe('https://team-a.s3.eu-west-1.amazonaws.com/');
    expect(fields['key']).toBe('in/${filename}');
    const { expiration, conditions } = decode(fields['policy']!);
    expect(expiration).toBe('2026-11-24T12:01:00.000Z');
    expect(conditions).toContainEqual(['starts-with', '$key', 'in/']);
    for (const name of Object.keys(fields)) {
      if (name === 'key' || name === 'policy' || name === 'x-amz-signature') continue;
      expect(conditions).toContainEqual({ [name]: fields[name] });
    }
  });
});
