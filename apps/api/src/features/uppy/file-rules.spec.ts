import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { parseObjectKey } from '#s3-presign';
import type { UploadSession } from '../../access/authorization/upload-session.js';
import { keyFor, mayMeetAnother, metadataFor } from './file-rules.js';
import { withMetadata } from './uppy-file.decorator.js';

const ULID = '01M886PFZCRF7J2X7JZ96TWSZ9';
const session = (change: Partial<UploadSession> = {}): UploadSession => ({
  id: ULID,
  end: 0,
  to: { keyPrefix: 'inbox/', naming: 'unique' },
  overwrite: false,
  ...change,
});

describe('keyFor', () => {
  it('is the folder, a ULID and the name; the folder and the name; or the one key', () => {
    expect(keyFor({ keyPrefix: 'inbox/', naming: 'unique' }, 'a b.txt', ULID)).toBe(`inbox/${ULID}/a b.txt`);
    expect(keyFor({ keyPrefix: '', naming: 'filename' }, 'a b.txt', ULID)).toBe('a b.txt');
    expect(keyFor({ key: 'avatar.png' }, '../../me.png', ULID)).toBe('avatar.png');
  });

  it('never leaves the folder, whatever the name, as far as it is a key at all', () => {
    const folder = fc.constantFrom('', 'inbox/', 'users/alice/');
    const unit = fc.oneof(fc.constantFrom('.', '/', '\\', '%2e', '%2F', '..', '\0'), fc.string());
    fc.assert(
      fc.property(folder, fc.array(unit, { maxLength: 5 }), (keyPrefix, units) => {
        for (const naming of ['unique', 'filename'] as const) {
          const key = accepted(() => parseObjectKey(keyFor({ keyPrefix, naming }, units.join(''), ULID)));
          if (key === undefined) continue;
          const path = new URL(`http://s3/${key.split('/').map(encodeURIComponent).join('/')}`).pathname;
          expect(path.startsWith(`/${keyPrefix}`)).toBe(true);
          expect(path.split('/')).toHaveLength(key.split('/').length + 1);
        }
      }),
    );
  });

  it('lets names meet only where they are all of the key', () => {
    expect(mayMeetAnother({ keyPrefix: '', naming: 'unique' })).toBe(false);
    expect(mayMeetAnother({ keyPrefix: '', naming: 'filename' })).toBe(true);
    expect(mayMeetAnother({ key: 'a' })).toBe(true);
  });
});

describe('metadataFor', () => {
  it('keeps what the session names, as S3 can store it, and the session’s own', () => {
    const kept = session({
      metadata: { origin: 'web' },
      metadataFields: ['caption', 'size', 'flag', 'origin', 'list', 'nothing', 'empty', 'toString'],
    });
    const given = {
      caption: 'Grüße',
      size: 3,
      flag: true,
      origin: 'elsewhere',
      list: ['a'],
      nothing: null,
      empty: '',
      other: 'dropped',
    };
    expect(metadataFor(kept, given)).toEqual({
      caption: '=?UTF-8?B?R3LDvMOfZQ==?=',
      size: '3',
      flag: 'true',
      origin: 'web',
    });
  });

  it.each(['a\r\nx-amz-acl: public-read', ' padded ', '\u007f'])('encodes %j', (caption) => {
    const { caption: value = '' } = metadataFor(session({ metadataFields: ['caption'] }), { caption }) ?? {};
    expect(value).toMatch(/^=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?=$/);
    expect(Buffer.from(value.slice(10, -2), 'base64').toString()).toBe(caption);
  });

  it('is none where there is none', () => {
    expect(metadataFor(session(), { caption: 'x' })).toBeUndefined();
    expect(metadataFor(session({ metadataFields: ['caption'] }))).toBeUndefined();
  });
});

describe('withMetadata', () => {
  it('folds what Uppy writes in brackets', () => {
    const query = { filename: 'a', 'metadata[name]': 'a', 'metadata[a.b]': 'c', 'metadata[__proto__]': 'p' };
    const folded = withMetadata(query) as { metadata: object };
    expect(Object.keys(folded)).toEqual(['filename', 'metadata']);
    expect(Object.entries(folded.metadata)).toEqual([
      ['name', 'a'],
      ['a.b', 'c'],
      ['__proto__', 'p'],
    ]);
    expect(Object.getPrototypeOf(folded.metadata)).toBe(Object.prototype);
  });

  it.each(['metadata', 'metadata[a][b]', 'xmetadata[a]'])('leaves %s to validation', (name) => {
    expect(withMetadata({ [name]: 'x' })).toEqual({ [name]: 'x' });
  });
});

function accepted<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
