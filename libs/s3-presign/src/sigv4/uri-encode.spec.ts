import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uriEncode, uriEncodePath } from './uri-encode.js';

describe('uriEncode', () => {
  it.each([
    ['', ''],
    ['ABCXYZabcxyz0189-._~', 'ABCXYZabcxyz0189-._~'],
    ['a b', 'a%20b'],
    ["!'()*", '%21%27%28%29%2A'],
    ['/', '%2F'],
    ['+%&#?=;:@,$', '%2B%25%26%23%3F%3D%3B%3A%40%2C%24'],
    ['"<>\\^`{|}[]', '%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D'],
    ['é', '%C3%A9'],
    ['e\u0301', 'e%CC%81'],
    ['語', '%E8%AA%9E'],
    ['😀', '%F0%9F%98%80'],
    ['\0\x7f', '%00%7F'],
  ])('%j → %s', (text, encoded) => {
    expect(uriEncode(text)).toBe(encoded);
  });

  it('leaves unreserved characters and upper-case percent triplets, and decodes to the same text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const encoded = uriEncode(text);
        expect(encoded).toMatch(/^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(encoded)).toBe(text);
      }),
    );
  });

  it('throws for half a surrogate pair, which has no UTF-8', () => {
    expect(() => uriEncode('\ud800')).toThrow(URIError);
  });
});

describe('uriEncodePath', () => {
  it.each([
    ['users/u1/report.pdf', 'users/u1/report.pdf'],
    ['a//b/', 'a//b/'],
    ['a b/ü', 'a%20b/%C3%BC'],
    ['a%2Fb/c', 'a%252Fb/c'],
  ])('%j → %s', (key, path) => {
    expect(uriEncodePath(key)).toBe(path);
  });

  it('encodes each segment as uriEncode does', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (parts) => {
        const segments = parts.flatMap((part) => part.split('/'));
        expect(uriEncodePath(segments.join('/'))).toBe(segments.map((part) => uriEncode(part)).join('/'));
      }),
    );
  });
});
