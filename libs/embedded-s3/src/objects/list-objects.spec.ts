import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredObject } from '../storage.js';
import { listPage, listXml, type Page } from './list-objects.js';

const object = (key: string): StoredObject => ({
  key,
  body: Buffer.alloc(0),
  contentType: 'text/plain',
  contentLength: 5,
  etag: '"5d41"',
  lastModified: new Date(0),
  metadata: {},
});
const parameters = (given: Record<string, string>) => new Map(Object.entries(given));
const names = ({ entries }: Page) =>
  entries.map((entry) => ('object' in entry ? entry.object.key : entry.commonPrefix));
const page = (keys: string[], given: Record<string, string> = {}) =>
  listPage(keys.map(object), parameters(given));

/** Returns the names on all pages of a listing, in sequence. */
function allNames(keys: string[], given: Record<string, string>): string[] {
  const found: string[] = [];
  let token: string | undefined;
  do {
    const next = page(keys, { ...given, ...(token !== undefined && { 'continuation-token': token }) });
    found.push(...names(next));
    token = next.nextToken;
  } while (token !== undefined);
  return found;
}

describe('listPage', () => {
  it('sorts by bytes of UTF-8', () => {
    expect(names(page(['a', 'B', '😀', '\uffee', 'ä', 'Z']))).toEqual(['B', 'Z', 'a', 'ä', '\uffee', '😀']);
  });

  it('takes a prefix, and rolls keys up at a delimiter', () => {
    const keys = ['a/1', 'a/b/2', 'a/b/3', 'a/c/4', 'b/5'];
    expect(names(page(keys, { prefix: 'a/' }))).toEqual(['a/1', 'a/b/2', 'a/b/3', 'a/c/4']);
    expect(names(page(keys, { prefix: 'a/', delimiter: '/' }))).toEqual(['a/1', 'a/b/', 'a/c/']);
    expect(names(page(keys, { delimiter: '/', 'start-after': 'a/b/2' }))).toEqual(['a/', 'b/']);
  });

  it('keeps an object that is named like the prefix', () => {
    const keys = ['a/', 'a/1', 'a/2'];
    expect(allNames(keys, { prefix: 'a/', delimiter: '/', 'max-keys': '1' })).toEqual(keys);
  });

  it.each(['-1', 'x', '1.5', ''])('refuses max-keys of "%s"', (maxKeys) => {
    expect(() => page(['a'], { 'max-keys': maxKeys })).toThrow('max-keys');
  });

  it('lists nothing, and no further page, for max-keys of 0', () => {
    expect(page(['a'], { 'max-keys': '0' })).toEqual({ entries: [], nextToken: undefined });
  });

  it('refuses a token of another caller', () => {
    expect(() => page(['a'], { 'continuation-token': 'YQ' })).toThrow('continuation token');
  });

  it('gives in pages what it gives at once', () => {
    const key = fc.string({
      unit: fc.constantFrom('a', 'B', '/', '.', 'ä', '😀'),
      minLength: 1,
      maxLength: 6,
    });
    const given = fc.record({ prefix: fc.constantFrom('', 'a', 'a/'), delimiter: fc.constantFrom('', '/') });
    const maxKeys = fc.integer({ min: 1, max: 4 });
    fc.assert(
      fc.property(fc.uniqueArray(key), given, maxKeys, (keys, asked, max) => {
        expect(allNames(keys, { ...asked, 'max-keys': String(max) })).toEqual(names(page(keys, asked)));
      }),
    );
  });
});

describe('listXml', () => {
  it('writes what XML would misread as character references', () => {
    const asked = parameters({ prefix: 'a&<' });
    const xml = listXml('team-a', asked, listPage([object('a&<"\r\u0001')], asked));
    expect(xml).toContain('<Prefix>a&#38;&#60;</Prefix>');
    expect(xml).toContain('<Key>a&#38;&#60;&#34;&#13;&#1;</Key>');
  });

  it('encodes keys where asked to', () => {
    const asked = parameters({ 'encoding-type': 'url' });
    expect(listXml('team-a', asked, listPage([object('a/b c+ü')], asked))).toContain(
      '<EncodingType>url</EncodingType>',
    );
    expect(listXml('team-a', asked, listPage([object('a/b c+ü')], asked))).toContain(
      '<Key>a/b%20c%2B%C3%BC</Key>',
    );
  });
});
