import { describe, expect, it } from 'vitest';
import { bucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { SigV4Presigner } from '../presign/sigv4-presigner.js';
import type { PresignRequest } from '../presign/presigner.js';
import type { AcceptedCredentials, ReceivedRequest, VerifyOptions } from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifyPresigned } from './verify-presigned.js';

const NOW = 1_795_521_600; // 2026-11-24T12:00:00Z
const accepted = new Map<string, AcceptedCredentials>([
  ['AKIAPERMANENT', { secretAccessKey: 'secret' }],
  ['ASIATEMPORARY', { secretAccessKey: 'secret', sessionToken: 'token+/=', expiration: NOW + 600 }],
]);
const options: VerifyOptions = { now: NOW, region: 'eu-west-1', credentials: (id) => accepted.get(id) };

const presigner = new SigV4Presigner(bucketEndpoint({ bucket: 'team-a-files', region: 'eu-west-1' }));
const permanent = { accessKeyId: 'AKIAPERMANENT', secretAccessKey: 'secret' };
const temporary = { accessKeyId: 'ASIATEMPORARY', secretAccessKey: 'secret', sessionToken: 'token+/=' };

function signed(overrides: Partial<PresignRequest> = {}, credentials = permanent): ReceivedRequest {
  const request = { method: 'GET', key: 'a/b.txt', signedAt: NOW, expiresIn: 900, ...overrides } as const;
  const url = presigner.presign(request, credentials);
  const { host, origin } = new URL(url);
  return { method: request.method, target: url.slice(origin.length), headers: { host, ...request.headers } };
}

const altered = (request: ReceivedRequest, from: string | RegExp, to: string): ReceivedRequest => {
  const target = request.target.replace(from, to);
  expect(target).not.toBe(request.target);
  return { ...request, target };
};

const withHeader = (
  request: ReceivedRequest,
  name: string,
  value: string | string[] | undefined,
): ReceivedRequest => ({
  ...request,
  headers: { ...request.headers, [name]: value },
});

function refusal(request: ReceivedRequest, overrides: Partial<VerifyOptions> = {}): VerificationError {
  try {
    verifyPresigned(request, { ...options, ...overrides });
  } catch (error) {
    if (error instanceof VerificationError) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('verifyPresigned', () => {
  it('accepts what was signed, with permanent and with temporary credentials', () => {
    expect(verifyPresigned(signed(), options)).toMatchObject({
      accessKeyId: 'AKIAPERMANENT',
      expiresAt: NOW + 900,
    });
    expect(verifyPresigned(signed({}, temporary), options)).toMatchObject({ accessKeyId: 'ASIATEMPORARY' });
  });

  describe('refuses another', () => {
    const put = signed({ method: 'PUT', headers: { 'content-length': '5', 'content-type': 'image/png' } });
    const doesNotMatch = { code: 'SignatureDoesNotMatch', status: 403 };
    const query = 'AuthorizationQueryParametersError';

    it.each<[string, ReceivedRequest, object]>([
      ['method', { ...signed(), method: 'PUT' }, doesNotMatch],
      ['key', altered(signed(), 'b.txt', 'c.txt'), doesNotMatch],
      ['host', withHeader(signed(), 'host', 'team-b-files.s3.eu-west-1.amazonaws.com'), doesNotMatch],
      ['expiry', altered(signed(), 'Expires=900', 'Expires=901'), doesNotMatch],
      ['second', altered(signed(), 'T120000Z', 'T120001Z'), doesNotMatch],
      ['day', altered(signed(), 'Date=20261124', 'Date=20261123'), { code: query }],
      ['day of the credential', altered(signed(), '%2F20261124', '%2F20261123'), { code: query }],
      [
        'region',
        altered(signed(), 'eu-west-1%2F', 'us-east-1%2F'),
        { code: query, details: { Region: 'eu-west-1' } },
      ],
      ['service', altered(signed(), '%2Fs3%2F', '%2Fs4%2F'), { code: query }],
      ['terminator', altered(signed(), 'aws4_request', 'aws5_request'), { code: query }],
      [
        'length of the credential',
        altered(signed(), '%2Faws4_request', '%2Faws4_request%2F'),
        { code: query },
      ],
      ['algorithm', altered(signed(), 'HMAC-SHA256', 'HMAC-SHA512'), { code: query }],
      [
        'access key',
        altered(signed(), 'AKIAPERMANENT', 'AKIANOBODY'),
        { code: 'InvalidAccessKeyId', status: 403 },
      ],
      [
        'known access key',
        altered(signed({}, temporary), 'ASIATEMPORARY', 'AKIAPERMANENT'),
        { code: 'InvalidToken' },
      ],
      ['content-length', withHeader(put, 'content-length', '6'), doesNotMatch],
      ['content-type', withHeader(put, 'content-type', 'text/html'), doesNotMatch],
      [
        'number of values of a signed header',
        withHeader(put, 'content-type', ['image/png', 'a/b']),
        doesNotMatch,
      ],
      ['set of headers, without a signed one', withHeader(put, 'content-type', undefined), doesNotMatch],
      [
        'parameter',
        altered(signed({ query: { versionId: '1' } }), 'versionId=1', 'versionId=2'),
        doesNotMatch,
      ],
      ['set of parameters, with one more', altered(signed(), /$/, '&versionId=1'), doesNotMatch],
      [
        'set of parameters, with one less',
        altered(signed({ query: { a: '1', b: '2' } }), '&b=2', ''),
        doesNotMatch,
      ],
      ['signature', altered(signed(), /Signature=[0-9a-f]{2}/, 'Signature=zz'), doesNotMatch],
      ['length of the signature', altered(signed(), /Signature=[0-9a-f]{2}/, 'Signature='), doesNotMatch],
    ])('%s', (_, request, expected) => expect(refusal(request)).toMatchObject(expected));

    it('token', () => {
      const request = signed({}, temporary);
      expect(refusal(altered(request, 'token%2B', 'token%2D'))).toMatchObject({
        code: 'InvalidToken',
        status: 400,
      });
      expect(refusal(altered(request, /&X-Amz-Security-Token=[^&]*/, ''))).toMatchObject({
        code: 'InvalidToken',
      });
    });

    it('token, where the credentials have none', () => {
      expect(refusal(signed({}, { ...temporary, ...permanent }))).toMatchObject({ code: 'InvalidToken' });
    });
  });

  describe('checks time', () => {
    it('until the URL ends', () => {
      expect(verifyPresigned(signed(), { ...options, now: NOW + 899 }).expiresAt).toBe(NOW + 900);
      expect(refusal(signed(), { now: NOW + 900 })).toMatchObject({
        code: 'AccessDenied',
        status: 403,
        message: 'Request has expired',
        details: { Expires: '2026-11-24T12:15:00Z', ServerTime: '2026-11-24T12:15:00Z' },
      });
    });

    it('up to 15 minutes before the signing', () => {
      expect(verifyPresigned(signed(), { ...options, now: NOW - 900 }).signedAt).toBe(NOW);
      expect(refusal(signed(), { now: NOW - 901 })).toMatchObject({
        code: 'AccessDenied',
        message: 'Request is not valid yet',
      });
    });

    it('until the credentials end', () => {
      const request = signed({}, temporary);
      expect(verifyPresigned(request, { ...options, now: NOW + 599 })).toMatchObject({
        expiresAt: NOW + 900,
      });
      expect(refusal(request, { now: NOW + 600 })).toMatchObject({ code: 'ExpiredToken', status: 400 });
    });

    it.each(['20261124T120000', '20261324T120000Z', '2026-11-24T12:00:00Z', '20261124t120000z', 'now'])(
      'written as S3 writes it, not as %s',
      (date) => {
        const request = altered(signed(), 'Date=20261124T120000Z', `Date=${encodeURIComponent(date)}`);
        expect(refusal(request).message).toContain('ISO8601');
      },
    );

    it.each([1, 604_800])('accepts an expiry of %i seconds', (expiresIn) => {
      expect(verifyPresigned(signed({ expiresIn }), options).expiresAt).toBe(NOW + expiresIn);
    });

    it.each([0, -1, 604_801, 1e9, 1.5, Number.NaN])('refuses an expiry of %d seconds', (expiresIn) => {
      expect(refusal(signed({ expiresIn }))).toMatchObject({
        code: 'AuthorizationQueryParametersError',
        status: 400,
      });
    });
  });

  describe('wants parameters exactly once', () => {
    const NAMES = ['Algorithm', 'Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature'];

    it.each(NAMES)('X-Amz-%s: not missing, empty, in other case', (name) => {
      const parameter = new RegExp(`(X-Amz-${name}=)([^&]*)`);
      const expected = { code: 'AuthorizationQueryParametersError', status: 400 };
      expect(refusal(altered(signed(), parameter, 'x=y'))).toMatchObject(expected);
      expect(refusal(altered(signed(), parameter, '$1'))).toMatchObject(expected);
      expect(refusal(altered(signed(), `X-Amz-${name}`, `x-amz-${name.toLowerCase()}`))).toMatchObject(
        expected,
      );
    });

    it.each([...NAMES.map((name) => `X-Amz-${name}`), 'prefix'])('%s: not twice', (name) => {
      const request = signed({ query: { prefix: 'a' } });
      const again = altered(request, new RegExp(`(${name}=[^&]*)`), '$1&$1');
      expect(refusal(again)).toMatchObject({ code: 'InvalidArgument', status: 400 });
    });

    it('also where the second one is spelt otherwise', () => {
      expect(refusal(altered(signed(), /$/, '&x-amz-expires=1'))).toMatchObject({
        code: 'AuthorizationQueryParametersError',
      });
      expect(refusal(altered(signed(), /$/, '&X-Amz-%45xpires=1'))).toMatchObject({
        code: 'InvalidArgument',
      });
    });

    it('with a name', () => {
      expect(refusal(altered(signed(), /$/, '&'))).toMatchObject({ code: 'InvalidArgument' });
      expect(refusal(altered(signed(), /$/, '&=1'))).toMatchObject({ code: 'InvalidArgument' });
    });

    it('and no Authorization header beside them', () => {
      const refused = refusal(withHeader(signed(), 'authorization', 'AWS4-HMAC-SHA256 x'));
      expect(refused.code).toBe('InvalidArgument');
      expect(refused.message).toContain('Only one auth mechanism allowed');
    });
  });

  describe('wants headers signed', () => {
    it.each(['x-amz-acl', 'x-amz-meta-origin', 'x-amz-copy-source', 'content-md5'])(
      '%s, where it is there',
      (name) => {
        const request = signed({ method: 'PUT', headers: { [name]: 'value' } });
        expect(verifyPresigned(request, options).signedHeaders).toContain(name);
        expect(refusal(withHeader(signed({ method: 'PUT' }), name, 'value'))).toMatchObject({
          code: 'AccessDenied',
          status: 403,
          message: 'There were headers present in the request which were not signed',
          details: { HeadersNotSigned: name },
        });
      },
    );

    it('host always', () => {
      expect(refusal(altered(signed(), 'SignedHeaders=host', 'SignedHeaders=range'))).toMatchObject({
        details: { HeadersNotSigned: 'host' },
      });
    });

    it.each(['Host', 'host;', ';host', 'host;host', 'range;host', 'host;a b', 'host,range', 'host;Range'])(
      'in a sorted list of lower-case names, not "%s"',
      (list) => {
        const request = altered(signed(), 'SignedHeaders=host', `SignedHeaders=${encodeURIComponent(list)}`);
        expect(refusal(request)).toMatchObject({ code: 'AuthorizationQueryParametersError' });
      },
    );

    it('as the bytes that came over the wire', () => {
      const name = 'content-disposition';
      const request = signed({ method: 'PUT', headers: { [name]: 'attachment; filename="ü.txt"' } });
      const onTheWire = Buffer.from('attachment; filename="ü.txt"').toString('latin1');
      expect(verifyPresigned(withHeader(request, name, onTheWire), options).signedHeaders).toContain(name);
      expect(refusal(request)).toMatchObject({ code: 'SignatureDoesNotMatch' });
      expect(refusal(withHeader(request, name, '\u0141'))).toMatchObject({ code: 'SignatureDoesNotMatch' });
      const replaced = signed({ method: 'PUT', headers: { [name]: '\ufffd' } });
      expect(refusal(withHeader(replaced, name, '\u00ff'))).toMatchObject({ code: 'SignatureDoesNotMatch' });
    });

    it('and not such as are only in the prototype of objects', () => {
      const request = altered(signed(), 'SignedHeaders=host', 'SignedHeaders=constructor%3Bhost');
      expect(refusal(request)).toMatchObject({ code: 'SignatureDoesNotMatch' });
    });
  });

  describe('refuses a target that could be read in two ways', () => {
    it.each([
      ['broken percent-encoding', '%zz'],
      ['cut-off percent-encoding', '%4'],
      ['bytes that are not UTF-8', '%ff'],
      ['overlong UTF-8', '%c0%af'],
      ['a raw control character', '\u0001'],
      ['raw bytes beyond ASCII', 'é'],
      ['a fragment', '#x'],
      ['a blank', ' '],
    ])('%s', (_, text) => {
      const expected = { code: 'InvalidURI', status: 400 };
      expect(refusal(altered(signed(), 'b.txt', text))).toMatchObject(expected);
      expect(refusal(altered(signed(), /$/, `&a=${text}`))).toMatchObject(expected);
    });

    it('the absolute form, or none', () => {
      const { target } = signed();
      for (const other of [
        `https://team-a-files.s3.eu-west-1.amazonaws.com${target}`,
        '*',
        '',
        target.slice(1),
      ]) {
        expect(refusal({ ...signed(), target: other })).toMatchObject({ code: 'InvalidURI' });
      }
    });

    it('but takes the same request, encoded otherwise', () => {
      expect(verifyPresigned(altered(signed(), 'a/b.txt', '%61%2fb%2Etxt'), options).expiresAt).toBe(
        NOW + 900,
      );
    });

    it('and folds no dot segments and no slashes', () => {
      expect(refusal(altered(signed(), '/a/', '/x/../a/'))).toMatchObject({ code: 'SignatureDoesNotMatch' });
      expect(refusal(altered(signed(), '/a/', '/a//'))).toMatchObject({ code: 'SignatureDoesNotMatch' });
    });
  });

  describe('says what the body must be', () => {
    const digest = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';

    it('unsigned as a rule, or of the digest in a signed header', () => {
      expect(verifyPresigned(signed({ method: 'PUT' }), options).payloadHash).toBe('UNSIGNED-PAYLOAD');
      // The signer always signs UNSIGNED-PAYLOAD, while the verifier expects the digest of the header in the signature.
      const request = signed({ method: 'PUT', headers: { 'x-amz-content-sha256': digest } });
      expect(refusal(request)).toMatchObject({ code: 'SignatureDoesNotMatch' });
    });

    it('and nothing else', () => {
      const stream = signed({ headers: { 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' } });
      expect(refusal(stream)).toMatchObject({ code: 'NotImplemented', status: 501 });
      expect(refusal(signed({ headers: { 'x-amz-content-sha256': 'x' } }))).toMatchObject({
        code: 'InvalidArgument',
      });
    });
  });

  it('tells no secret, token or signature in what it says', () => {
    const request = signed({}, temporary);
    const signature = /Signature=([0-9a-f]{64})/.exec(request.target)![1]!;
    const refusals = [
      refusal({ ...request, method: 'PUT' }),
      refusal(altered(request, 'token%2B', 'token%2D')),
      refusal(request, { now: NOW + 2000 }),
      refusal(withHeader(request, 'x-amz-meta-a', 'token+/=')),
    ];
    for (const error of refusals) {
      const said = JSON.stringify([error.message, error.details, error.code, String(error)]);
      for (const secret of [signature, 'token+/=', 'secret']) expect(said).not.toContain(secret);
    }
  });
});
