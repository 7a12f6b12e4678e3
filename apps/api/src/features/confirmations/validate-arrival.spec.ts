import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredObject } from '../../storage/head-object.js';
import type { UploadPromise } from './receipts.js';
import { differences as differencesFor } from './validate-arrival.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const VALUE = Buffer.alloc(32).toString('base64');

const promised: UploadPromise = {
  key: 'a.txt',
  contentType: 'text/plain; charset=utf-8',
  contentLength: 5,
  checksum: { algorithm: 'SHA256', value: VALUE },
  signedAt: NOW / 1000,
};
const stored: StoredObject = {
  size: 5,
  etag: '"e"',
  contentType: 'text/plain; charset=utf-8',
  lastModified: new Date(NOW + 1000),
  metadata: {},
  headers: {},
  checksums: { SHA256: VALUE },
};

/** Returns the differences for a caller who may read the object. */
const differences = (promise: UploadPromise, object: StoredObject) => differencesFor(promise, object, true);

describe('an object', () => {
  it('is what was promised', () => {
    expect(differences(promised, stored)).toEqual([]);
  });

  it('is what was promised where only the type was', () => {
    const { key, contentType, signedAt } = promised;
    expect(differences({ key, contentType, signedAt }, { ...stored, size: 0, checksums: {} })).toEqual([]);
  });

  it.each(['text/plain;charset=utf-8', 'Text/Plain; charset=utf-8'])(
    'has the type also as %s',
    (contentType) => {
      expect(differences(promised, { ...stored, contentType })).toEqual([]);
    },
  );

  it.each<[string, Partial<StoredObject>, string]>([
    ['one byte more', { size: 6 }, 'contentLength: 5 was promised, 6 is there.'],
    ['one byte less', { size: 4 }, 'contentLength: 5 was promised, 4 is there.'],
    [
      'another type',
      { contentType: 'text/html' },
      'contentType: text/plain; charset=utf-8 was promised, text/html',
    ],
    ['another parameter', { contentType: 'text/plain; charset=UTF-16' }, 'contentType: '],
    ['no type', { contentType: '' }, 'contentType: '],
    [
      'another checksum',
      { checksums: { SHA256: 'x' } },
      `checksum: SHA256 ${VALUE} was promised, x is there.`,
    ],
    ['a checksum of its parts', { checksums: { SHA256: `${VALUE}-1` } }, 'checksum: '],
    ['a checksum of another kind only', { checksums: { CRC32: VALUE } }, 'none is there.'],
    ['no checksum', { checksums: {} }, 'none is there.'],
    ['an earlier date', { lastModified: new Date(NOW - 6000) }, 'stored at 2026-11-24T11:59:54.000Z, before'],
  ])('with %s is not', (_, change, words) => {
    expect(differences(promised, { ...stored, ...change })).toEqual([expect.stringContaining(words)]);
  });

  it('that differs in everything says so', () => {
    const other = { size: 0, contentType: 'a/b', checksums: {}, lastModified: new Date(0) };
    expect(differences(promised, { ...stored, ...other })).toHaveLength(4);
  });

  it('may seem a little older, as clocks go', () => {
    expect(differences(promised, { ...stored, lastModified: new Date(NOW - 5000) })).toEqual([]);
  });
});

/** Returns the differences for a caller who may not read the object. */
const unread = (change: Partial<StoredObject>) => differencesFor(promised, { ...stored, ...change }, false);

describe('a caller who may not read the object', () => {
  it('hears as much of what is as promised: nothing', () => {
    expect(unread({})).toEqual([]);
  });

  it('hears by name which promises are broken', () => {
    expect(unread({ size: 6 })).toEqual([expect.stringMatching(/^contentLength: /)]);
    expect(unread({ contentType: 'text/html' })).toEqual([expect.stringMatching(/^contentType: /)]);
    expect(unread({ checksums: {} })).toEqual([expect.stringMatching(/^checksum: /)]);
    expect(unread({ size: 0, contentType: 'a/b', checksums: {} })).toHaveLength(3);
  });

  it('hears of an object of before nothing else: no guess at it is answered', () => {
    const lastModified = new Date(0);
    const alone = [expect.stringMatching(/^lastModified: /)];
    expect(unread({ lastModified })).toEqual(alone);
    expect(unread({ lastModified, size: 7, contentType: 'a/b', checksums: {} })).toEqual(alone);
  });

  it('hears nothing that depends on what is there, but whether it is what was promised', () => {
    const type = fc.constantFrom('text/plain; charset=utf-8', 'text/html', 'image/png', '');
    const object = fc.record({
      size: fc.nat(10),
      contentType: type,
      checksums: fc.constantFrom({}, { SHA256: VALUE }, { SHA256: 'x' }, { CRC32: 'y' }),
      lastModified: fc.constantFrom(stored.lastModified, new Date(1), new Date(NOW - 86_400_000)),
    });
    const kept = (change: Partial<StoredObject>) =>
      differences(promised, { ...stored, ...change }).map((words) => words.split(/:| at /, 1)[0]);
    fc.assert(
      fc.property(object, object, (one, other) => {
        fc.pre(JSON.stringify(kept(one)) === JSON.stringify(kept(other)));
        expect(unread(one)).toEqual(unread(other));
      }),
    );
  });
});
