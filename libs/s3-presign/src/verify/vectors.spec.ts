import { describe, expect, it } from 'vitest';
import { epochSeconds } from '../sigv4/amz-date.js';
import type { VerifyOptions } from './verification.js';
import { verifyHeaderSigned } from './verify-header-signed.js';
import { verifyPresigned } from './verify-presigned.js';

// S3 API Reference, "Authenticating Requests: Using Query Parameters" and "… Using the Authorization Header", examples.

const ACCESS_KEY = 'AKIAIOSFODNN7EXAMPLE';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const HOST = 'examplebucket.s3.amazonaws.com';
const SIGNED_AT = epochSeconds(Date.UTC(2013, 4, 24));

const options: VerifyOptions = {
  now: SIGNED_AT,
  region: 'us-east-1',
  credentials: (id) =>
    id === ACCESS_KEY ? { secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' } : undefined,
};

const authorization = (signedHeaders: string, signature: string) =>
  `AWS4-HMAC-SHA256 Credential=${ACCESS_KEY}/20130524/us-east-1/s3/aws4_request, SignedHeaders=${signedHeaders}, Signature=${signature}`;

describe('published vectors', () => {
  it('accepts the presigned GET of test.txt', () => {
    const target =
      '/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256' +
      '&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host' +
      '&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';
    expect(verifyPresigned({ method: 'GET', target, headers: { host: HOST } }, options)).toEqual({
      accessKeyId: ACCESS_KEY,
      signedHeaders: ['host'],
      signedAt: SIGNED_AT,
      expiresAt: SIGNED_AT + 86_400,
      payloadHash: 'UNSIGNED-PAYLOAD',
    });
  });

  const common = { host: HOST, 'x-amz-date': '20130524T000000Z' };
  it.each([
    {
      name: 'GET object with a range',
      method: 'GET',
      target: '/test.txt',
      headers: { ...common, range: 'bytes=0-9', 'x-amz-content-sha256': EMPTY },
      signedHeaders: 'host;range;x-amz-content-sha256;x-amz-date',
      signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    },
    {
      name: 'PUT object',
      method: 'PUT',
      target: '/test%24file.text',
      headers: {
        ...common,
        date: 'Fri, 24 May 2013 00:00:00 GMT',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072',
      },
      signedHeaders: 'date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class',
      signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
    },
    {
      name: 'GET bucket lifecycle',
      method: 'GET',
      target: '/?lifecycle',
      headers: { ...common, 'x-amz-content-sha256': EMPTY },
      signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
      signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
    },
    {
      name: 'list objects',
      method: 'GET',
      target: '/?max-keys=2&prefix=J',
      headers: { ...common, 'x-amz-content-sha256': EMPTY },
      signedHeaders: 'host;x-amz-content-sha256;x-amz-date',
      signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    },
  ])('accepts the header-signed $name', ({ method, target, headers, signedHeaders, signature }) => {
    const request = {
      method,
      target,
      headers: { ...headers, authorization: authorization(signedHeaders, signature) },
    };
    expect(verifyHeaderSigned(request, options)).toEqual({
      accessKeyId: ACCESS_KEY,
      signedHeaders: signedHeaders.split(';'),
      signedAt: SIGNED_AT,
      payloadHash: headers['x-amz-content-sha256'],
    });
  });
});
