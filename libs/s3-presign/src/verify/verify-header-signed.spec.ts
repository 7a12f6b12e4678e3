import { describe, expect, it } from 'vitest';
import { formatAmzDate } from '../sigv4/amz-date.js';
import { canonicalHeaders } from '../sigv4/canonical-headers.js';
import {
  canonicalRequest,
  credentialScope,
  signature,
  signingKey,
  stringToSign,
} from '../sigv4/signature.js';
import type { AcceptedCredentials, ReceivedRequest, VerifyOptions } from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifyHeaderSigned } from './verify-header-signed.js';

const NOW = 1_795_521_600; // 2026-11-24T12:00:00Z
const accepted = new Map<string, AcceptedCredentials>([
  ['AKIAPERMANENT', { secretAccessKey: 'secret' }],
  ['ASIATEMPORARY', { secretAccessKey: 'secret', sessionToken: 'token+/=', expiration: NOW + 60 }],
]);
const options: VerifyOptions = { now: NOW, region: 'eu-west-1', credentials: (id) => accepted.get(id) };
const DIGEST = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

interface Overrides {
  readonly headers?: Record<string, string>;
  readonly payloadHash?: string;
  readonly accessKeyId?: string;
  readonly signedAt?: number;
}

/** Returns the request PUT /team-a-files/b.txt?partNumber=1, signed by the steps of the documentation. */
function signed({
  headers,
  payloadHash = DIGEST,
  accessKeyId = 'AKIAPERMANENT',
  signedAt = NOW,
}: Overrides = {}) {
  const date = formatAmzDate(signedAt);
  const all = { host: 'localhost:9000', 'x-amz-content-sha256': payloadHash, 'x-amz-date': date, ...headers };
  const { block, signed: names } = canonicalHeaders(all);
  const day = date.slice(0, 8);
  const scope = credentialScope(day, 'eu-west-1', 's3');
  const canonical = canonicalRequest('PUT', '/team-a-files/b.txt', 'partNumber=1', block, names, payloadHash);
  const sealed = signature(
    signingKey('secret', day, 'eu-west-1', 's3'),
    stringToSign(date, scope, canonical),
  );
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${names},Signature=${sealed}`;
  const request: ReceivedRequest = {
    method: 'PUT',
    target: '/team-a-files/b.txt?partNumber=1',
    headers: { ...all, authorization },
  };
  return request;
}

const withHeader = (request: ReceivedRequest, name: string, value: string | undefined): ReceivedRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

const withAuthorization = (request: ReceivedRequest, from: string | RegExp, to: string): ReceivedRequest => {
  const authorization = String(request.headers['authorization']).replace(from, to);
  expect(authorization).not.toBe(request.headers['authorization']);
  return withHeader(request, 'authorization', authorization);
};

function refusal(request: ReceivedRequest, overrides: Partial<VerifyOptions> = {}): VerificationError {
  try {
    verifyHeaderSigned(request, { ...options, ...overrides });
  } catch (error) {
    if (error instanceof VerificationError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('verifyHeaderSigned', () => {
  it.each([DIGEST, 'UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER'])(
    'accepts a payload of %s',
    (payloadHash) => {
      expect(verifyHeaderSigned(signed({ payloadHash }), options)).toEqual({
        accessKeyId: 'AKIAPERMANENT',
        signedHeaders: ['host', 'x-amz-content-sha256', 'x-amz-date'],
        signedAt: NOW,
        payloadHash,
      });
    },
  );

  const doesNotMatch = { code: 'SignatureDoesNotMatch', status: 403 };
  const malformed = { code: 'AuthorizationHeaderMalformed', status: 400 };
  it.each<[string, ReceivedRequest, object]>([
    ['method', { ...signed(), method: 'POST' }, doesNotMatch],
    ['key', { ...signed(), target: '/team-a-files/c.txt?partNumber=1' }, doesNotMatch],
    ['query', { ...signed(), target: '/team-a-files/b.txt?partNumber=2' }, doesNotMatch],
    ['host', withHeader(signed(), 'host', 'localhost:9001'), doesNotMatch],
    ['payload', withHeader(signed(), 'x-amz-content-sha256', 'UNSIGNED-PAYLOAD'), doesNotMatch],
    ['second', withHeader(signed(), 'x-amz-date', formatAmzDate(NOW + 1)), doesNotMatch],
    ['day', withHeader(signed(), 'x-amz-date', formatAmzDate(NOW + 86_400)), malformed],
    ['signature', withAuthorization(signed(), /Signature=../, 'Signature=zz'), doesNotMatch],
    [
      'region',
      withAuthorization(signed(), 'eu-west-1', 'us-east-1'),
      { ...malformed, details: { Region: 'eu-west-1' } },
    ],
    ['service', withAuthorization(signed(), '/s3/', '/sts/'), malformed],
    ['terminator', withAuthorization(signed(), 'aws4_request', 'aws4'), malformed],
    [
      'access key',
      withAuthorization(signed(), 'AKIAPERMANENT', 'AKIANOBODY'),
      { code: 'InvalidAccessKeyId' },
    ],
    ['scheme', withHeader(signed(), 'authorization', 'Bearer x'), { code: 'InvalidArgument' }],
    ['shape of the header', withAuthorization(signed(), ',Signature', ',Extra=1,Signature'), malformed],
  ])('refuses another %s', (_, request, expected) => expect(refusal(request)).toMatchObject(expected));

  it('refuses what is not there', () => {
    expect(refusal(withHeader(signed(), 'x-amz-date', undefined))).toMatchObject({ code: 'AccessDenied' });
    expect(refusal(withHeader(signed(), 'x-amz-content-sha256', undefined))).toMatchObject({
      code: 'InvalidRequest',
    });
    expect(refusal(withHeader(signed(), 'authorization', undefined))).toMatchObject({
      code: 'InvalidArgument',
    });
  });

  it('refuses a header that S3 acts upon and no one signed', () => {
    expect(refusal(withHeader(signed(), 'x-amz-acl', 'public-read'))).toMatchObject({
      code: 'AccessDenied',
      details: { HeadersNotSigned: 'x-amz-acl' },
    });
  });

  it('refuses to be signed twice', () => {
    const both = { ...signed(), target: '/team-a-files/b.txt?partNumber=1&X-Amz-Signature=0' };
    expect(refusal(both).message).toContain('Only one auth mechanism allowed');
  });

  it.each([-900, 900])('accepts a clock that is %i seconds off, and no second more', (offset) => {
    expect(verifyHeaderSigned(signed(), { ...options, now: NOW + offset }).signedAt).toBe(NOW);
    expect(refusal(signed(), { now: NOW + offset + Math.sign(offset) })).toMatchObject({
      code: 'RequestTimeTooSkewed',
      status: 403,
    });
  });

  it('checks temporary credentials by token and end', () => {
    const headers = { 'x-amz-security-token': 'token+/=' };
    const request = signed({ accessKeyId: 'ASIATEMPORARY', headers });
    expect(verifyHeaderSigned(request, { ...options, now: NOW + 59 }).accessKeyId).toBe('ASIATEMPORARY');
    expect(refusal(request, { now: NOW + 60 })).toMatchObject({ code: 'ExpiredToken' });
    expect(refusal(signed({ accessKeyId: 'ASIATEMPORARY' }))).toMatchObject({ code: 'InvalidToken' });
    expect(refusal(signed({ headers }))).toMatchObject({ code: 'InvalidToken' });
  });
});
