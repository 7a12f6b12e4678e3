import { describe, expect, it } from 'vitest';
import type { HeldCredentials } from '../credentials/shared-credentials.js';
import { bucketEndpoint } from '../endpoint/bucket-endpoint.js';
import type { PresignRequest } from '../presign/presigner.js';
import { SigV4Presigner } from '../presign/sigv4-presigner.js';
import { explainUrl } from './explain-url.js';
import type { FailedUrl } from './failed-url.js';
import type { Explanation } from './explanation.js';
import { parseS3Answer } from './s3-answer.js';

const NOW = Date.UTC(2026, 10, 24, 12) / 1000;
const HOST = 'team-a-files.s3.eu-west-1.amazonaws.com';
const endpoint = bucketEndpoint({ bucket: 'team-a-files', region: 'eu-west-1' });
const identity = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'to/k+en==' };
const session: HeldCredentials = { identity, obtainedAt: NOW - 600, end: NOW + 3000 };

const sign = (request: Partial<PresignRequest> = {}): string =>
  new SigV4Presigner(endpoint).presign(
    {
      method: 'GET',
      key: 'a b.txt',
      query: { 'response-content-disposition': 'attachment' },
      signedAt: NOW,
      expiresIn: 900,
      ...request,
    },
    identity,
  );
const put = () =>
  sign({ method: 'PUT', query: {}, headers: { 'content-type': 'text/plain', 'x-amz-meta-a': 'x' } });

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

const xml = (elements: Record<string, string>): string => {
  const inner = Object.entries(elements).map(([name, text]) => `<${name}>${escaped(text)}</${name}>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner.join('')}<RequestId>R</RequestId></Error>`;
};

const explain = (
  url: string,
  elements: Record<string, string>,
  more: Partial<FailedUrl> = {},
  isHeld = true,
): Explanation =>
  explainUrl(
    { url, at: NOW + 10, answer: parseS3Answer(xml(elements)), ...more },
    { bucket: 'team-a-files', endpoint, session: isHeld ? session : undefined },
  );

/**
 * Returns S3's `SignatureDoesNotMatch` answer to a request with this URL, for a canonical request that `lines` changes.
 */
function mismatch(url: string, lines: (lines: string[]) => string[]): Record<string, string> {
  const { pathname, searchParams } = new URL(url);
  const signature = searchParams.get('X-Amz-Signature')!;
  const query = url.split('?')[1]!.replace(/X-Amz-Signature=[^&]*&?/, '');
  const signed = searchParams.get('X-Amz-SignedHeaders')!;
  const values: Record<string, string> = { host: HOST, 'content-type': 'text/plain', 'x-amz-meta-a': 'x' };
  const headers = signed.split(';').map((name) => `${name}:${values[name]}`);
  const method = signed === 'host' ? 'GET' : 'PUT';
  const received = [method, pathname, query, ...headers, '', signed, 'UNSIGNED-PAYLOAD'];
  return {
    Code: 'SignatureDoesNotMatch',
    Message: 'The request signature we calculated does not match the signature you provided.',
    AWSAccessKeyId: identity.accessKeyId,
    StringToSign: 'AWS4-HMAC-SHA256\n…',
    SignatureProvided: signature,
    CanonicalRequest: lines(received).join('\n'),
  };
}
const replaced = (from: string, to: string) => (lines: string[]) =>
  lines.map((line) => line.replace(from, to));

describe('SignatureDoesNotMatch, with S3’s canonical request', () => {
  it.each<[string, () => string, (lines: string[]) => string[], Partial<Explanation>]>([
    [
      'the path changed on the way',
      sign,
      replaced('/a%20b.txt', '/a%2Bb.txt'),
      { difference: { line: 2, position: 5, part: 'path', name: undefined } },
    ],
    [
      'a parameter changed on the way',
      sign,
      replaced('attachment', 'inline'),
      { parameter: 'response-content-disposition' },
    ],
    [
      'a parameter added on the way',
      sign,
      (lines) => lines.map((line, i) => (i === 2 ? `${line}&utm_source=mail` : line)),
      { parameter: 'utm_source' },
    ],
    ['the host changed on the way', sign, replaced(`host:${HOST}`, 'host:10.0.0.1'), { header: 'host' }],
    [
      'the list of signed headers changed',
      sign,
      (lines) => lines.map((line, i) => (i === 5 ? 'host;range' : line)),
      { difference: { line: 6, position: 5, part: 'signed_headers', name: undefined } },
    ],
  ])('%s', (_, url, change, expected) => {
    for (const isHeld of [true, false]) {
      expect(explain(url(), mismatch(url(), change), { method: 'GET' }, isHeld)).toMatchObject({
        verdict: 'request_differs',
        ...expected,
      });
    }
  });

  it('another method than the one given', () => {
    const answer = mismatch(sign(), replaced('GET', 'POST'));
    expect(explain(sign(), answer, { method: 'GET' }, false)).toMatchObject({
      verdict: 'request_differs',
      difference: { line: 1, position: 1, part: 'method' },
    });
  });

  it('another method than the one signed, as the session tells', () => {
    const answer = mismatch(sign(), replaced('GET', 'DELETE'));
    expect(explain(sign(), answer)).toMatchObject({ verdict: 'wrong_method', method: 'GET' });
    expect(explain(sign(), answer, { method: 'DELETE' })).toMatchObject({
      verdict: 'wrong_method',
      method: 'GET',
    });
    expect(explain(sign(), answer, {}, false).verdict).toBe('unknown');
  });

  it.each([
    ['left out', (lines: string[]) => lines.filter((line) => !line.startsWith('content-type:'))],
    ['empty', replaced('content-type:text/plain', 'content-type:')],
  ])('a signed header %s', (_, change) => {
    expect(explain(put(), mismatch(put(), change), {}, false)).toMatchObject({
      verdict: 'missing_signed_header',
      header: 'content-type',
    });
  });

  it('another value of a signed header is told from an altered URL by no one', () => {
    const answer = mismatch(put(), replaced('text/plain', 'text/html'));
    for (const isHeld of [true, false]) expect(explain(put(), answer, {}, isHeld).verdict).toBe('unknown');
  });

  it('a URL that was altered before it was sent', () => {
    const altered = sign().replace('a%20b', 'a%20c');
    const answer = mismatch(altered, (lines) => lines);
    expect(explain(altered, answer, { method: 'GET' }).verdict).toBe('altered');
    expect(explain(altered, answer, { method: 'GET' }, false).verdict).toBe('unknown');
  });

  it('is about the signature also when the URL has expired in the meantime', () => {
    const answer = mismatch(sign(), replaced('attachment', 'inline'));
    expect(explain(sign(), answer, { at: NOW + 5000 }).verdict).toBe('request_differs');
  });

  it('to another URL explains nothing', () => {
    const answer = mismatch(sign({ key: 'other.txt' }), (lines) => lines);
    expect(explain(sign(), answer)).toMatchObject({
      verdict: 'unknown',
      detail: expect.stringContaining('another URL') as string,
    });
  });

  it('without a canonical request is explained by the session, as far as it can', () => {
    const bare = { Code: 'SignatureDoesNotMatch' };
    expect(explain(sign().replace('a%20b', 'a%20c'), bare).verdict).toBe('altered');
    expect(explain(sign(), bare, { method: 'PUT' })).toMatchObject({
      verdict: 'wrong_method',
      method: 'GET',
    });
    expect(explain(sign(), bare).verdict).toBe('unknown');
    expect(explain(sign(), { ...bare, CanonicalRequest: 'nonsense' }, {}, false).verdict).toBe('unknown');
  });

  it('never repeats what S3 received', () => {
    for (const text of ['to%2Fk', 'SECRET', 'evil']) {
      const answer = mismatch(sign(), replaced('attachment', text));
      expect(JSON.stringify(explain(sign(), answer))).not.toContain(text);
    }
  });
});

const expired = (serverTime: string, end = '2026-11-24T12:15:00Z') => ({
  Code: 'AccessDenied',
  Message: 'Request has expired',
  'X-Amz-Expires': '900',
  Expires: end,
  ServerTime: serverTime,
});
const NOT_AUTHORIZED =
  'User: arn:aws:sts::222222222222:assumed-role/team-a/presign is not authorized to perform: s3:GetObject on resource: ' +
  '"arn:aws:s3:::team-a/k" because no identity-based policy allows the s3:GetObject action';
const denied = (message: string) => ({ Code: 'AccessDenied', Message: message });

describe('other answers', () => {
  it.each<[string, Record<string, string>, Partial<FailedUrl>, string, string?]>([
    ['expired', expired('2026-11-24T12:15:01Z'), { at: NOW + 901 }, 'expired'],
    ['expired by S3’s clock alone', expired('2026-11-24T12:15:01Z'), { at: NOW + 600 }, 'clock_skew'],
    ['the end of another URL', expired('2026-11-24T13:15:01Z', '2026-11-24T13:15:00Z'), {}, 'unknown'],
    ['not valid yet', denied('Request is not valid yet'), { at: NOW - 1000 }, 'not_yet_valid'],
    ['not valid yet by S3’s clock alone', denied('Request is not valid yet'), { at: NOW }, 'clock_skew'],
    ['too skewed', { Code: 'RequestTimeTooSkewed' }, {}, 'clock_skew'],
    ['no words, and the time is over', denied(''), { at: NOW + 900 }, 'expired'],
    ['AWS’s words for a policy, and the time is over', denied('Access Denied'), { at: NOW + 900 }, 'unknown'],
    ['AWS’s words for a policy', denied('Access Denied'), {}, 'unknown'],
    ['AWS’s long words for a policy', denied(NOT_AUTHORIZED), { at: NOW + 900 }, 'unknown'],
    ['ended credentials', { Code: 'ExpiredToken' }, {}, 'credentials_ended'],
    ['a token that is none', { Code: 'InvalidToken' }, {}, 'invalid_token'],
    ['an unknown key id', { Code: 'InvalidAccessKeyId' }, {}, 'unknown_access_key'],
    [
      'an unknown key id that is not the URL’s',
      { Code: 'InvalidAccessKeyId', AWSAccessKeyId: 'AKIAOTHER' },
      {},
      'unknown',
    ],
    ['no object', { Code: 'NoSuchKey' }, { at: NOW + 900 }, 'no_such_key'],
    ['a condition', { Code: 'PreconditionFailed' }, { at: NOW + 900 }, 'unknown'],
    ['a parameter that the URL has right', { Code: 'AuthorizationQueryParametersError' }, {}, 'unknown'],
  ])('%s', (_, elements, more, verdict) => {
    for (const isHeld of [true, false]) expect(explain(sign(), elements, more, isHeld).verdict).toBe(verdict);
  });

  it('a header that was not signed', () => {
    const elements = {
      ...denied('There were headers present in the request which were not signed'),
      HeadersNotSigned: 'x-amz-acl, x-amz-b',
    };
    expect(explain(put(), elements)).toMatchObject({ verdict: 'unsigned_header', header: 'x-amz-acl' });
    const forged = { ...elements, HeadersNotSigned: '"><script>' };
    expect(JSON.stringify(explain(put(), forged))).not.toContain('script');
  });
});

describe('parseS3Answer', () => {
  it('reads elements, references and lines', () => {
    const answer = parseS3Answer(
      '<Error xmlns="x"><Code>A</Code><Message>&lt;&#10;&#x41;&amp;amp;&nope;</Message>\r\n<X-Amz-Expires>1</X-Amz-Expires><Code>B</Code></Error>',
    );
    expect(Object.fromEntries(answer!)).toEqual({
      Code: 'A',
      Message: '<\nA&amp;&nope;',
      'X-Amz-Expires': '1',
    });
  });

  it.each(['', 'no', '<Error></Error>', '<Error><Message>x</Message></Error>', '{"Code":"A"}'])(
    'reads nothing in %j',
    (text) => {
      expect(parseS3Answer(text)).toBeUndefined();
    },
  );
});
