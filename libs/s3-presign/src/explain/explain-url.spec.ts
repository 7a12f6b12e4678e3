import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeldCredentials } from '../credentials/shared-credentials.js';
import { bucketEndpoint, type BucketLocation } from '../endpoint/bucket-endpoint.js';
import type { PresignRequest } from '../presign/presigner.js';
import { SigV4Presigner } from '../presign/sigv4-presigner.js';
import { VerificationError } from '../verify/verification-error.js';
import { verifyPresigned } from '../verify/verify-presigned.js';
import { explainUrl } from './explain-url.js';
import type { FailedUrl } from './failed-url.js';
import type { Explanation, Verdict } from './explanation.js';
import { keyInUrl } from './location.js';

const NOW = Date.UTC(2026, 10, 24, 12) / 1000;
const LOCATION: BucketLocation = { bucket: 'team-a-files', region: 'eu-west-1' };
const identity = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'to/k+en==' };
const session: HeldCredentials = { identity, obtainedAt: NOW - 600, end: NOW + 3000 };

const endpoints = {
  'virtual-hosted': bucketEndpoint(LOCATION),
  'path style': bucketEndpoint({ ...LOCATION, endpoint: 'https://store.example:8443', forcePathStyle: true }),
};
type Style = keyof typeof endpoints;
const styles = Object.keys(endpoints) as Style[];

const sign = (style: Style, request: Partial<PresignRequest> = {}, credentials = identity): string =>
  new SigV4Presigner(endpoints[style]).presign(
    {
      method: 'GET',
      key: 'users/ü 1/a+b.txt',
      query: { 'response-content-disposition': 'attachment', 'x-signing-id': '01J' },
      signedAt: NOW,
      expiresIn: 900,
      ...request,
    },
    credentials,
  );

const explain = (style: Style, url: string, failed: Partial<FailedUrl> = {}, isHeld = true): Explanation =>
  explainUrl(
    { url, at: NOW + 10, ...failed },
    { bucket: LOCATION.bucket, endpoint: endpoints[style], session: isHeld ? session : undefined },
  );

const without = (url: string, parameter: string) => url.replace(new RegExp(`${parameter}=[^&]*&?`), '');

/**
 * Faults of a URL: a name, a change that causes the fault, and the expected verdict with and without the session. The
 * verdict without the session is `unknown` if only the session can tell.
 */
const BROKEN: [what: string, (url: string) => string, verdict: Verdict, withoutSession?: Verdict][] = [
  [
    'cut short',
    (url) => url.slice(0, url.indexOf('&X-Amz-SignedHeaders')).slice(0, -10),
    'missing_parameter',
  ],
  ['without its query', (url) => url.split('?')[0]!, 'missing_parameter'],
  ['without X-Amz-Signature', (url) => without(url, 'X-Amz-Signature'), 'missing_parameter'],
  ['without X-Amz-Expires', (url) => without(url, 'X-Amz-Expires'), 'missing_parameter'],
  ['without its token', (url) => without(url, 'X-Amz-Security-Token'), 'missing_parameter', 'unknown'],
  ['with "&" as in HTML', (url) => url.replaceAll('&', '&amp;'), 'missing_parameter'],
  ['in lower case', (url) => url.replace('X-Amz-Date', 'x-amz-date'), 'missing_parameter'],
  [
    'with a signature cut',
    (url) => url.replace(/(X-Amz-Signature=[0-9a-f]{30})[0-9a-f]*/, '$1'),
    'malformed_parameter',
  ],
  ['encoded twice', (url) => url.replaceAll('%2F', '%252F'), 'malformed_parameter'],
  ['for eight days', (url) => url.replace('Expires=900', 'Expires=691200'), 'malformed_parameter'],
  ['with no date', (url) => url.replace('20261124T120000Z', 'today'), 'malformed_parameter'],
  ['with another day', (url) => url.replace('Date=20261124', 'Date=20261125'), 'malformed_parameter'],
  ['with a blank', (url) => url.replace('%20', ' '), 'malformed_url'],
  ['with a fragment', (url) => `${url}#top`, 'malformed_url'],
  ['with half an escape', (url) => url.replace('%20', '%2x'), 'malformed_url'],
  ['with a parameter twice', (url) => `${url}&x-signing-id=01J`, 'malformed_url'],
  ['without a scheme', (url) => url.slice('https://'.length), 'malformed_url'],
  ['to another host', (url) => url.replace(/\/\/[^/]*/, '//cdn.example'), 'wrong_host'],
  [
    'by http',
    (url) => url.replace('https:', 'http:').replace(':8443', ':8443'),
    'wrong_scheme',
    'wrong_scheme',
  ],
  ['for another region', (url) => url.replace('eu-west-1%2F', 'us-east-1%2F'), 'wrong_region'],
  ['for another service', (url) => url.replace('%2Fs3%2F', '%2Fsqs%2F'), 'malformed_parameter'],
  [
    'without host signed',
    (url) => url.replace('SignedHeaders=host', 'SignedHeaders=range'),
    'missing_signed_header',
  ],
  ['with another key', (url) => url.replace('a%2Bb', 'a%2Bc'), 'altered', 'unknown'],
  ['with plus for a blank', (url) => url.replace('%20', '+'), 'altered', 'unknown'],
  ['with another disposition', (url) => url.replace('=attachment', '=inline'), 'altered', 'unknown'],
  ['with a parameter more', (url) => `${url}&response-content-type=text%2Fhtml`, 'altered', 'unknown'],
  ['for longer', (url) => url.replace('Expires=900', 'Expires=3600'), 'altered', 'unknown'],
  [
    'with another signature',
    (url) => url.replace(/(X-Amz-Signature=)[0-9a-f]{4}/, '$10000'),
    'altered',
    'unknown',
  ],
  ['with another token', (url) => url.replace('to%2Fk', 'to%2FK'), 'altered', 'unknown'],
  ['with another key id', (url) => url.replace('ASIAEXAMPLE', 'ASIAEXAMPLX'), 'unknown'],
];

describe.each(styles)('a %s URL', (style) => {
  it('as it was signed is called so, with its method', () => {
    expect(explain(style, sign(style))).toMatchObject({ verdict: 'unaltered', method: 'GET' });
    expect(explain(style, sign(style), {}, false).verdict).toBe('unknown');
  });

  it.each(BROKEN)('%s', (_, spoil, verdict, withoutSession = verdict) => {
    const url = spoil(sign(style));
    expect(url).not.toBe(sign(style));
    expect(explain(style, url).verdict).toBe(verdict);
    expect(explain(style, url, {}, false).verdict).toBe(withoutSession);
  });

  it('to another bucket', () => {
    const url = sign(style).replace('team-a-files', 'team-b-files');
    expect(explain(style, url).verdict).toBe('wrong_bucket');
  });

  it.each([
    ['before its time', NOW - 901, 'not_yet_valid'],
    ['as early as S3 tolerates', NOW - 900, 'unaltered'],
    ['in its last second', NOW + 899, 'unaltered'],
    ['too late', NOW + 900, 'expired'],
  ] as const)('%s', (_, at, verdict) => {
    expect(explain(style, sign(style), { at }).verdict).toBe(verdict);
    expect(explain(style, sign(style), { at }, false).verdict).toBe(
      verdict === 'unaltered' ? 'unknown' : verdict,
    );
  });

  it('whose credentials have ended', () => {
    const url = sign(style, { expiresIn: 7200 });
    expect(explain(style, url, { at: NOW + 2999 }).verdict).toBe('unaltered');
    expect(explain(style, url, { at: NOW + 3000 }).verdict).toBe('credentials_ended');
    expect(explain(style, url, { at: NOW + 3000 }, false).verdict).toBe('unknown');
  });

  it.each(['GET', 'HEAD', 'PUT', 'DELETE'] as const)('for %s, sent otherwise', (method) => {
    const url = sign(style, { method });
    expect(explain(style, url, { method }).verdict).toBe('unaltered');
    for (const other of ['GET', 'HEAD', 'PUT', 'DELETE', 'POST'].filter((each) => each !== method)) {
      expect(explain(style, url, { method: other })).toMatchObject({ verdict: 'wrong_method', method });
    }
  });

  it('whose signature covers what it does not say is not guessed at', () => {
    const url = sign(style, { method: 'PUT', headers: { 'content-type': 'text/plain' } });
    expect(explain(style, url)).toMatchObject({
      verdict: 'unknown',
      detail: expect.stringContaining('content-type') as string,
    });
  });

  it('names its key, also where it leads elsewhere', () => {
    const location = { bucket: LOCATION.bucket, endpoint: endpoints[style] };
    for (const url of [sign(style), sign(style).replace('team-a-files', 'team-b-files')]) {
      expect(keyInUrl(url, location)).toBe('users/ü 1/a+b.txt');
    }
    expect(keyInUrl('nonsense', location)).toBeUndefined();
  });
});

describe('a URL for settings that were others', () => {
  it('is not blamed for its host where its signature is right there', () => {
    const url = sign('path style');
    expect(explain('virtual-hosted', url, {}, false).verdict).toBe('wrong_host');
    expect(explain('virtual-hosted', url).verdict).not.toBe('wrong_host');
  });
});

/**
 * The results of `verifyPresigned`, which agrees with real S3 servers, and for each result the verdicts that
 * `explainUrl` may give.
 */
const COMPATIBLE: Record<string, readonly Verdict[]> = {
  accepted: ['unaltered', 'wrong_scheme'],
  AuthorizationQueryParametersError: [
    'missing_parameter',
    'malformed_parameter',
    'missing_signed_header',
    'wrong_region',
  ],
  InvalidURI: [],
  InvalidArgument: [],
  'AccessDenied: Request has expired': ['expired'],
  'AccessDenied: Request is not valid yet': ['not_yet_valid'],
  'AccessDenied: There were headers present in the request which were not signed': ['missing_signed_header'],
  InvalidAccessKeyId: ['unknown'],
  InvalidToken: ['altered', 'missing_parameter'],
  SignatureDoesNotMatch: ['altered', 'malformed_parameter', 'unknown'],
};
/** Verdicts that are allowed for every result of `verifyPresigned`: they are true whatever else is wrong. */
const ALWAYS: readonly Verdict[] = [
  'malformed_url',
  'wrong_host',
  'wrong_bucket',
  'wrong_region',
  'wrong_scheme',
];

const credentials = (id: string) => (id === identity.accessKeyId ? identity : undefined);

function verified(url: string): string {
  const [, host = '', target = ''] = /^https?:\/\/([^/]*)(.*)$/is.exec(url) ?? [];
  try {
    const options = { now: NOW + 10, region: 'eu-west-1', credentials };
    verifyPresigned({ method: 'GET', target, headers: { host } }, options);
    return 'accepted';
  } catch (error) {
    if (!(error instanceof VerificationError)) throw error;
    return error.code === 'AccessDenied' ? `${error.code}: ${error.message}` : error.code;
  }
}

it('no character of a URL can be changed so that it is explained wrongly', () => {
  const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code));
  const seen = new Set<Verdict>();
  fc.assert(
    fc.property(
      fc.constantFrom(...styles),
      fc.nat(),
      printable,
      fc.boolean(),
      (style, place, character, isHeld) => {
        const url = sign(style);
        const at = place % url.length;
        const altered = url.slice(0, at) + character + url.slice(at + 1);
        const { verdict } = explain(style, altered, {}, isHeld);
        seen.add(verdict);
        const allowed = [...ALWAYS, ...(COMPATIBLE[verified(altered)] ?? []), ...(isHeld ? [] : ['unknown'])];
        expect(allowed, `${verified(altered)}: ${altered}`).toContain(verdict);
      },
    ),
    { numRuns: 5000 },
  );
  expect(seen.size).toBeGreaterThan(8);
});

it('says nothing that is secret', () => {
  for (const style of styles) {
    for (const [, spoil] of BROKEN) {
      const said = JSON.stringify(explain(style, spoil(sign(style))));
      expect(said).not.toMatch(/to\/k|to%2Fk|[0-9a-f]{32}|ASIAEXAMPLE/);
    }
  }
});
