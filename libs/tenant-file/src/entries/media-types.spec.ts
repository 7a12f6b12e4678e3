import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INLINE_TYPE, isActive } from './media-types.js';

const ACTIVE = [
  'text/html',
  'text/xml',
  'text/xsl',
  'text/x-server-parsed-html',
  'text/x-component',
  'application/xml',
  'application/xml-dtd',
  'application/xslt+xml',
  'application/xhtml+xml',
  'application/mathml+xml',
  'application/mathml-presentation+xml',
  'application/vnd.mozilla.xul+xml',
  'application/vnd.wap.xhtml+xml',
  'application/rss+xml',
  'application/x-mimearchive',
  'image/svg',
  'image/svg+xml',
  'image/svg-xml',
  'image/x.svg',
  'multipart/x-mixed-replace',
  'multipart/mixed',
  'multipart/related',
  'message/rfc822',
  'message/http',
];
const HARMLESS = [
  'image/png',
  'image/jpeg',
  'image/avif',
  'video/mp4',
  'audio/mpeg',
  'application/pdf',
  'application/json',
  'application/octet-stream',
  'text/plain',
  'text/csv',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'font/woff2',
];

/** Generates the text with each letter in either case. */
const inAnyCase = (text: string) =>
  fc
    .array(fc.boolean(), { minLength: text.length, maxLength: text.length })
    .map((upper) =>
      Array.from(text, (letter, index) => (upper[index] ? letter.toUpperCase() : letter)).join(''),
    );

describe('a type that is shown in place', () => {
  it.each(ACTIVE)('can’t be %s, in any case and with parameters', (type) => {
    fc.assert(
      fc.property(inAnyCase(type), fc.constantFrom('', '; charset=utf-8', ';a="b"'), (spelt, parameters) => {
        expect(isActive(spelt)).toBe(true);
        expect(INLINE_TYPE.wrong(spelt)).toMatch(/can run scripts/);
        expect(INLINE_TYPE.wrong(spelt + parameters)).toBeDefined();
      }),
    );
  });

  it('can’t be anything whose suffix is XML, nor multipart or a message', () => {
    const name = fc.stringMatching(/^[a-z0-9!#$&^.+-]{1,20}$/);
    fc.assert(
      fc.property(name, name, (type, subtype) => {
        for (const active of [`${type}/${subtype}+xml`, `multipart/${subtype}`, `message/${subtype}`]) {
          expect(isActive(active)).toBe(true);
        }
      }),
    );
  });

  it.each(HARMLESS)('may be %s', (type) => {
    expect(isActive(type)).toBe(false);
    expect(INLINE_TYPE.wrong(type)).toBeUndefined();
  });
});
