import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { canonicalHeaders } from './canonical-headers.js';
import {
  canonicalRequest,
  credentialScope,
  requestDigest,
  scopeLines,
  signature,
  signingKey,
  stringToSign,
} from './signature.js';
import { uriEncodePath } from './uri-encode.js';

// S3 API Reference, "Authenticating Requests: Using the Authorization Header", Examples: Signature Calculations;
// the last example is from "Using Query Parameters".
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const DATE = '20130524T000000Z';
const SCOPE = '20130524/us-east-1/s3/aws4_request';
const HOST = 'examplebucket.s3.amazonaws.com';
const sha256 = (body: string) => createHash('sha256').update(body).digest('hex');
const EMPTY = sha256('');
/** The SHA-256 of the uploaded text, as the documentation prints it. */
const UPLOADED = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072';

interface Example {
  readonly name: string;
  readonly method: string;
  readonly key: string;
  readonly query: string;
  readonly headers: Record<string, string>;
  readonly payloadHash: string;
  readonly digest: string;
  readonly signature: string;
}

const EXAMPLES: Example[] = [
  {
    name: 'GET object with Range',
    method: 'GET',
    key: 'test.txt',
    query: '',
    headers: { host: HOST, range: 'bytes=0-9', 'x-amz-content-sha256': EMPTY, 'x-amz-date': DATE },
    payloadHash: EMPTY,
    digest: '7344ae5b7ee6c3e7e6b0fe0640412a37625d1fbfff95c48bbb2dc43964946972',
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    name: 'PUT object',
    method: 'PUT',
    key: 'test$file.text',
    query: '',
    headers: {
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-date': DATE,
      'x-amz-content-sha256': UPLOADED,
      host: HOST,
      date: 'Fri, 24 May 2013 00:00:00 GMT',
    },
    payloadHash: UPLOADED,
    digest: '9e0e90d9c76de8fa5b200d8c849cd5b8dc7a3be3951ddb7f6a76b4158342019d',
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    name: 'GET bucket lifecycle',
    method: 'GET',
    key: '',
    query: 'lifecycle=',
    headers: { host: HOST, 'x-amz-content-sha256': EMPTY, 'x-amz-date': DATE },
    payloadHash: EMPTY,
    digest: '9766c798316ff2757b517bc739a67f6213b4ab36dd5da2f94eaebf79c77395ca',
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    name: 'GET bucket (list objects)',
    method: 'GET',
    key: '',
    query: 'max-keys=2&prefix=J',
    headers: { host: HOST, 'x-amz-content-sha256': EMPTY, 'x-amz-date': DATE },
    payloadHash: EMPTY,
    digest: 'df57d21db20da04d7fa30298dd4488ba3a2b47ca3a489c74750e0f1e7df1b9b7',
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
  {
    name: 'presigned GET',
    method: 'GET',
    key: 'test.txt',
    query:
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request' +
      '&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host',
    headers: { host: HOST },
    payloadHash: 'UNSIGNED-PAYLOAD',
    digest: '3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04',
    signature: 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  },
];

describe('the steps of SigV4, by the examples of the S3 documentation', () => {
  it.each(EXAMPLES)('$name', (example) => {
    const { block, signed } = canonicalHeaders(example.headers);
    const path = `/${uriEncodePath(example.key)}`;
    const request = canonicalRequest(example.method, path, example.query, block, signed, example.payloadHash);
    const text = stringToSign(DATE, credentialScope('20130524', 'us-east-1', 's3'), request);
    expect(text).toBe(`AWS4-HMAC-SHA256\n${DATE}\n${SCOPE}\n${example.digest}`);
    expect(signature(signingKey(SECRET, '20130524', 'us-east-1', 's3'), text)).toBe(example.signature);
  });

  it('makes the same signature of a string to sign in two parts as of the whole', () => {
    const key = signingKey(SECRET, '20130524', 'us-east-1', 's3');
    const lines = scopeLines(DATE, SCOPE);
    for (const request of ['GET', 'PUT', 'GET']) {
      const inParts = signature(key, lines, requestDigest(request));
      expect(inParts).toBe(signature(key, stringToSign(DATE, SCOPE, request)));
    }
  });

  // IAM User Guide, "Create a signed AWS API request": another service, region and day.
  it('derives the key from day, region and service', () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
    const text =
      'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n' +
      'f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59';
    const expected = '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7';
    expect(signature(signingKey(secret, '20150830', 'us-east-1', 'iam'), text)).toBe(expected);
    expect(signature(signingKey(secret, '20150831', 'us-east-1', 'iam'), text)).not.toBe(expected);
    expect(signature(signingKey(secret, '20150830', 'us-east-2', 'iam'), text)).not.toBe(expected);
    expect(signature(signingKey(secret, '20150830', 'us-east-1', 's3'), text)).not.toBe(expected);
  });
});
