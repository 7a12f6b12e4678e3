import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketEndpoint } from '../endpoint/bucket-endpoint.js';
import type { PresignMethod } from '../presign/presigner.js';
import { SigV4Presigner } from '../presign/sigv4-presigner.js';
import { canonicalQuery, parseTarget, type RequestTarget } from './request-target.js';
import type { ReceivedRequest, VerifyOptions } from './verification.js';
import { VerificationError } from './verification-error.js';
import { verifyPresigned } from './verify-presigned.js';

// The verifier accepts everything that the signer makes, and refuses every alteration of it.

const credentials = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'to/k+en==' };
const NOW = 1_795_521_600;
const options: VerifyOptions = {
  now: NOW,
  region: 'eu-west-1',
  credentials: (id) => (id === credentials.accessKeyId ? credentials : undefined),
};

const key = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((text) => text.isWellFormed());
const value = fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => text.isWellFormed());
const headerValue = fc.stringMatching(/^[!-~]([ -~]{0,20}[!-~])?$/);
const signedRequests = fc.record({
  virtualHosted: fc.boolean(),
  method: fc.constantFrom<PresignMethod[]>('GET', 'HEAD', 'PUT', 'DELETE'),
  key,
  query: fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z0-9-]{0,12}$/), value, { maxKeys: 3 }),
  headers: fc.dictionary(fc.stringMatching(/^x-amz-meta-[a-z0-9]{1,8}$/), headerValue, { maxKeys: 3 }),
  expiresIn: fc.integer({ min: 1, max: 604_800 }),
});
type Signed = typeof signedRequests extends fc.Arbitrary<infer T> ? T : never;

const presigners = [true, false].map(
  (forcePathStyle) =>
    new SigV4Presigner(bucketEndpoint({ bucket: 'team-a-files', region: 'eu-west-1', forcePathStyle })),
);

function sign({ virtualHosted, method, headers, ...rest }: Signed): {
  url: string;
  request: ReceivedRequest;
} {
  const presigner = presigners[virtualHosted ? 0 : 1]!;
  const url = presigner.presign({ method, headers, signedAt: NOW, ...rest }, credentials);
  return { url, request: received(method, url, headers) };
}

function received(method: string, url: string, headers: Record<string, string>): ReceivedRequest {
  const [, host, target] = /^https:\/\/([^/]*)(.*)$/s.exec(url)!;
  return { method, target: target!, headers: { ...headers, host } };
}

describe('requests of the own signer', () => {
  it('are accepted until they expire, and not from then on', () => {
    fc.assert(
      fc.property(signedRequests, (signed) => {
        const { request } = sign(signed);
        const expiresAt = NOW + signed.expiresIn;
        expect(verifyPresigned(request, { ...options, now: expiresAt - 1 }).expiresAt).toBe(expiresAt);
        expect(() => verifyPresigned(request, { ...options, now: expiresAt })).toThrow('Request has expired');
      }),
      { numRuns: 300 },
    );
  });

  it('are refused with any one character of the URL changed', () => {
    const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
    fc.assert(
      fc.property(signedRequests, fc.nat(), printable, (signed, position, character) => {
        const { url, request } = sign(signed);
        const at = 'https://'.length + (position % (url.length - 'https://'.length));
        const altered = received(
          signed.method,
          url.slice(0, at) + character + url.slice(at + 1),
          signed.headers,
        );
        fc.pre(!saysTheSame(altered, request));
        expect(() => verifyPresigned(altered, options)).toThrow(VerificationError);
      }),
      { numRuns: 2000 },
    );
  });

  it('are refused with any one character of the URL left out', () => {
    fc.assert(
      fc.property(signedRequests, fc.nat(), (signed, position) => {
        const { url, request } = sign(signed);
        const at = 'https://'.length + (position % (url.length - 'https://'.length));
        const altered = received(signed.method, url.slice(0, at) + url.slice(at + 1), signed.headers);
        fc.pre(!saysTheSame(altered, request));
        expect(() => verifyPresigned(altered, options)).toThrow(VerificationError);
      }),
      { numRuns: 1000 },
    );
  });

  it('are refused with another value of a signed header', () => {
    fc.assert(
      fc.property(signedRequests, fc.nat(), headerValue, (signed, index, other) => {
        const names = Object.keys(signed.headers);
        fc.pre(names.length > 0);
        const name = names[index % names.length]!;
        fc.pre(fold(signed.headers[name]!) !== fold(other));
        const { request } = sign(signed);
        const altered = { ...request, headers: { ...request.headers, [name]: other } };
        expect(() => verifyPresigned(altered, options)).toThrow('signature');
      }),
    );
  });
});

const fold = (text: string) => text.replace(/\s+/g, ' ').trim();

/**
 * Returns whether two requests mean the same. An alteration such as `%2f` for `%2F`, or an added space, may leave the
 * request's meaning unchanged.
 */
function saysTheSame(a: ReceivedRequest, b: ReceivedRequest): boolean {
  if (a.headers['host'] !== b.headers['host']) return false;
  try {
    return (
      JSON.stringify(comparable(parseTarget(a.target))) === JSON.stringify(comparable(parseTarget(b.target)))
    );
  } catch {
    return false;
  }
}

const comparable = ({ path, parameters }: RequestTarget) => [path, canonicalQuery(parameters)];
