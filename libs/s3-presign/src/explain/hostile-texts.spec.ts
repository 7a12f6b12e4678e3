import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HeldCredentials } from '../credentials/shared-credentials.js';
import { bucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { SigV4Presigner } from '../presign/sigv4-presigner.js';
import { explainUrl } from './explain-url.js';
import { keyInUrl } from './location.js';
import { parseS3Answer } from './s3-answer.js';

// Bytes of hostile text (64 KiB). An explanation must take a few milliseconds only, because it delays other callers.

const LENGTH = 64 * 1024;
/** Milliseconds that the best of five runs may take. The best one counts because a busy machine delays single runs. */
const MAX_TIME = 20;
/** Milliseconds that a whole explanation may take: it reads eleven thousand parameters twice and sorts them. */
const MAX_TIME_OF_ALL = 60;

const NOW = Date.UTC(2026, 10, 24, 12) / 1000;
const identity = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 't' };
const session: HeldCredentials = { identity, obtainedAt: NOW - 600, end: NOW + 3000 };
const bucket = 'team-a-files';
const endpoint = bucketEndpoint({ bucket, region: 'eu-west-1' });
const URL_OF_OURS = new SigV4Presigner(endpoint).presign(
  { method: 'GET', key: 'a', query: {}, signedAt: NOW, expiresIn: 900 },
  identity,
);

function timeOf(work: () => unknown): number {
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  });
  return Math.min(...times);
}

function explain(url: string, response: string): void {
  const answer = parseS3Answer(response);
  keyInUrl(url, { bucket, endpoint });
  explainUrl({ url, answer, at: NOW + 10, method: 'GET' }, { bucket, endpoint, session });
}

const filled = (unit: string, length = LENGTH): string => unit.repeat(length / unit.length);
const numbered = (unit: (index: number) => string, length = LENGTH): string => {
  let text = '';
  for (let index = 0; text.length < length; index++) text += unit(index);
  return text;
};
const signatureAnswer = (canonical: string): string =>
  `<Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>${canonical}</CanonicalRequest></Error>`;

describe('an answer of S3', () => {
  it.each([
    ['start tags', filled('<Error>')],
    ['start tags with attributes', filled('<Error a="b">')],
    ['unclosed start tags', filled('<Error ')],
    ['end tags', `<Error>${filled('</Error>')}`],
    ['a start and many ends', `<Error ${filled('</Error')}>`],
    ['open elements', `<Error>${filled('<a>')}</Error>`],
    ['elements', `<Error><Code>a</Code>${numbered((index) => `<a${index}>x</a${index}>`)}</Error>`],
    ['angles', `<Error>${filled('<')}</Error>`],
    ['a long name', `<Error><${filled('a')}>x</${filled('a')}></Error>`],
    ['long names that differ', `<Error>${filled(`<${'a'.repeat(300)}>x</${'a'.repeat(299)}>`)}</Error>`],
    ['text', `<Error><Code>${filled('x')}</Error>`],
    ['references', `<Error><Code>${filled('&amp;')}</Code></Error>`],
    ['unclosed references', `<Error><Code>${filled('&')}</Code></Error>`],
    ['white space', filled(' ')],
    ['ends of lines', `<Error><Code>${filled('\r\n')}</Code></Error>`],
  ])('of %s is read at once', (_, response) => {
    expect(timeOf(() => parseS3Answer(response))).toBeLessThan(MAX_TIME);
  });

  it('made of anything is read at once', () => {
    const tokens = ['<Error', '>', '</Error>', '<Code>', '</Code>', 'a', ' ', '&', '&#x41;', '<', '/', '\n'];
    const text = fc
      .array(fc.constantFrom(...tokens), { minLength: 1, maxLength: 6 })
      .map((unit) => filled(unit.join('')));
    fc.assert(
      fc.property(
        fc.constantFrom('', '<Error>', '<Error '),
        text,
        fc.constantFrom('', '</Error>', '>'),
        (begin, body, end) => {
          expect(timeOf(() => parseS3Answer(begin + body + end))).toBeLessThan(MAX_TIME);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a URL', () => {
  const half = LENGTH / 2;
  const more = numbered((index) => `&a${index}`, half);
  it.each([
    ['parameters', URL_OF_OURS + more + more.replaceAll('a', 'b')],
    ['encoded parameters', URL_OF_OURS + numbered((index) => `&%21${index}=%C3%BC`)],
    ['one parameter', `${URL_OF_OURS}&a=${filled('%C3%BC')}`],
    ['ampersands', URL_OF_OURS + filled('&')],
    ['slashes', `https://${endpoint.host}${filled('/')}`],
    ['a key', `https://${endpoint.host}/${filled('%E6%BC%A2')}`],
    ['hosts', filled('https://')],
    ['a host', `https://${filled('a')}/`],
    ['a host of labels', `https://${filled('a.')}/`],
    ['a host beyond ASCII', `https://${filled('漢')}/`],
    [
      'a host of many characters',
      `https://${numbered((index) => String.fromCodePoint(0x4e00 + (index % 20_000)))}/`,
    ],
    ['ports', `https://a${filled(':443')}/`],
    [
      'signed headers',
      URL_OF_OURS.replace('=host', `=${numbered((index) => `a${String(index).padStart(5, '0')}%3B`)}host`),
    ],
    ['a credential', URL_OF_OURS.replace('ASIAEXAMPLE', filled('/'))],
    ['nothing else', filled('?')],
  ])('of %s is explained at once', (_, url) => {
    expect(
      timeOf(() => explain(url, signatureAnswer('GET\n/a\n\nhost:x\n\nhost\nUNSIGNED-PAYLOAD'))),
    ).toBeLessThan(MAX_TIME_OF_ALL);
  });

  it('and a canonical request of other parameters are compared at once', () => {
    const others = more.replaceAll('a', 'b').slice(1);
    const canonical = `GET\n/a\n${others}\nhost:${endpoint.host}\n\nhost\nUNSIGNED-PAYLOAD`;
    expect(timeOf(() => explain(URL_OF_OURS + more, signatureAnswer(canonical)))).toBeLessThan(
      MAX_TIME_OF_ALL,
    );
    const same = more.slice(1);
    expect(
      timeOf(() => explain(URL_OF_OURS + more, signatureAnswer(canonical.replace(others, same)))),
    ).toBeLessThan(MAX_TIME_OF_ALL);
  });

  it('and a canonical request of many headers are compared at once', () => {
    const headers = numbered((index) => `h${index}:x\n`, half);
    const names = numbered((index) => `a${String(index).padStart(5, '0')}%3B`, half);
    const canonical = `GET\n/a\n\n${headers}\nhost\nUNSIGNED-PAYLOAD`;
    expect(
      timeOf(() => explain(URL_OF_OURS.replace('=host', `=${names}host`), signatureAnswer(canonical))),
    ).toBeLessThan(MAX_TIME_OF_ALL);
  });
});
