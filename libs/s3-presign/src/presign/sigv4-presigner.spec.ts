import { describe, expect, it } from 'vitest';
import type { PresignRequest } from './presigner.js';
import { SigV4Presigner } from './sigv4-presigner.js';

// S3 API Reference, "Authenticating Requests: Using Query Parameters", its example.
const ENDPOINT = {
  origin: 'https://examplebucket.s3.amazonaws.com',
  host: 'examplebucket.s3.amazonaws.com',
  path: '',
  signingRegion: 'us-east-1',
  signingService: 's3',
};
const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
const REQUEST: PresignRequest = {
  method: 'GET',
  key: 'test.txt',
  signedAt: Date.UTC(2013, 4, 24) / 1000,
  expiresIn: 86_400,
};
const PUBLISHED =
  'https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
  '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z' +
  '&X-Amz-Expires=86400&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404&X-Amz-SignedHeaders=host';

const SESSION = { ...CREDENTIALS, sessionToken: 'IQoJb3JpZ2luX2VjE/+==' };

describe('SigV4Presigner', () => {
  it('gives the published URL, its parameters sorted', () => {
    expect(new SigV4Presigner(ENDPOINT).presign(REQUEST, CREDENTIALS)).toBe(PUBLISHED);
  });

  it('mixes up neither credentials, days nor seconds, in whatever order they come', () => {
    const reused = new SigV4Presigner(ENDPOINT);
    const times = [0, 1, 86_399, 86_400, 0].map((seconds) => REQUEST.signedAt + seconds);
    const identities = [CREDENTIALS, SESSION, { ...SESSION, secretAccessKey: 'other' }];
    const byTime = times.flatMap((signedAt) => identities.map((identity) => ({ signedAt, identity })));
    const byIdentity = identities.flatMap((identity) => times.map((signedAt) => ({ signedAt, identity })));
    for (const { signedAt, identity } of [...byTime, ...byIdentity]) {
      const request = { ...REQUEST, signedAt };
      const fresh = new SigV4Presigner(ENDPOINT).presign(request, identity);
      expect(reused.presign(request, identity)).toBe(fresh);
      expect(reused.presign(request, identity)).toBe(fresh);
    }
    expect(reused.presign(REQUEST, CREDENTIALS)).toBe(PUBLISHED);
  });

  it('puts no empty token into the query', () => {
    const url = new SigV4Presigner(ENDPOINT).presign(REQUEST, { ...CREDENTIALS, sessionToken: '' });
    expect(url).toBe(PUBLISHED);
  });

  it('signs the host even if a header would say otherwise', () => {
    const presigner = new SigV4Presigner(ENDPOINT);
    const headers = { host: 'elsewhere.example' };
    expect(presigner.presign({ ...REQUEST, headers }, CREDENTIALS)).toBe(PUBLISHED);
  });

  it.each(['x-signing-id', 'response-content-type', 'versionId', 'partNumber', 'uploadId'])(
    'takes %s',
    (name) => {
      const url = new SigV4Presigner(ENDPOINT).presign({ ...REQUEST, query: { [name]: '1' } }, CREDENTIALS);
      expect(url).toContain(`&${name}=1`);
    },
  );

  it.each([
    'X-Amz-Expires',
    'X-Amz-Signature',
    'X-Amz-Tagging',
    'X-Amz-',
    'Version',
    'a b',
    'é',
    'a&b',
    'a=b',
  ])('refuses a parameter %s', (name) => {
    const presigner = new SigV4Presigner(ENDPOINT);
    expect(() => presigner.presign({ ...REQUEST, query: { [name]: '1' } }, CREDENTIALS)).toThrow(RangeError);
  });
});
