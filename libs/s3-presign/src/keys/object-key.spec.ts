import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SigV4Presigner } from '../presign/sigv4-presigner.js';
import {
  InvalidKeyError,
  invalidKeyReason,
  parseKeyPrefix,
  parseObjectKey,
  type InvalidKeyReason,
  type KeyRules,
} from './object-key.js';

const GOOD = [
  'a',
  'users/u1/report.pdf',
  '-/_',
  'ends with a space ',
  ' ',
  '.hidden',
  '..hidden',
  'hidden..',
  'a/...',
  'a.b/..c/d..',
  '%2e%2e/a',
  '..%2Fa',
  'a\\..\\b',
  `+ % & # ? ( ) ' ! * " < > \\ ^ \` { | } ~ = : ; , @ $ [ ]`,
  'Übersicht/日本語/😀.png',
  'e\u0301',
  '\u00a0\u200b\u2028\ufeff\uffff',
];

/** Keys that both sets of rules refuse. */
const BAD: [string, string, InvalidKeyReason][] = [
  ['nothing', '', 'empty'],
  ['a dot', '.', 'dot_segment'],
  ['two dots', '..', 'dot_segment'],
  ['a dot segment first', './a', 'dot_segment'],
  ['two dots first', '../a', 'dot_segment'],
  ['a dot segment inside', 'a/./b', 'dot_segment'],
  ['two dots inside', 'a/../b', 'dot_segment'],
  ['a dot segment last', 'a/.', 'dot_segment'],
  ['two dots last', 'a/..', 'dot_segment'],
  ['a dot segment behind an empty one', 'a//../b', 'dot_segment'],
  ['NUL', 'a\0b', 'control_character'],
  ['a line feed at the end', 'a\n', 'control_character'],
  ['a tab', '\ta', 'control_character'],
  ['DEL', 'a\x7f', 'control_character'],
  ['a C1 control', 'a\u0085', 'control_character'],
  ['the first half of a surrogate pair', 'a\ud83d', 'not_unicode'],
  ['the second half', '\ude00a', 'not_unicode'],
  ['halves in the wrong order', '\ude00\ud83d', 'not_unicode'],
];

/** Keys that the rules for new keys refuse, but that exist in buckets. */
const EXISTING: [string, string, InvalidKeyReason][] = [
  ['a leading slash', '/a', 'leading_slash'],
  ['only a slash', '/', 'leading_slash'],
  ['a slash at the end', 'folder/', 'empty_segment'],
  ['an empty segment', 'a//b', 'empty_segment'],
];

const refusal = (reason: InvalidKeyReason) => expect.objectContaining({ code: 'invalid_key', reason });

describe('parseObjectKey', () => {
  it.each(GOOD)('takes %j by both sets of rules, as it is', (key) => {
    expect(parseObjectKey(key)).toBe(key);
    expect(parseObjectKey(key, '', 'existing')).toBe(key);
    expect(parseObjectKey(key, 'team-a/')).toBe(`team-a/${key}`);
  });

  it.each(BAD)('refuses %s', (_, key, reason) => {
    expect(() => parseObjectKey(key)).toThrow(InvalidKeyError);
    expect(() => parseObjectKey(key)).toThrow(refusal(reason));
    expect(() => parseObjectKey(key, 'team-a/')).toThrow(refusal(reason));
    expect(() => parseObjectKey(key, '', 'existing')).toThrow(refusal(reason));
  });

  it.each(EXISTING)('refuses %s, but not where it may exist', (_, key, reason) => {
    expect(() => parseObjectKey(key)).toThrow(refusal(reason));
    expect(() => parseObjectKey(key, 'team-a/')).toThrow(refusal(reason));
    expect(parseObjectKey(key, '', 'existing')).toBe(key);
  });

  it('says what to do, and not which key it was', () => {
    expect(() => parseObjectKey('secret/../key')).toThrow(/^(?!.*secret).*Rename the segment\.$/);
  });
});

/** Returns a text of exactly `bytes` bytes: the character repeated, then filled up with `a`. */
const full = (character: string, bytes: number) => {
  const count = Math.floor(bytes / Buffer.byteLength(character));
  return character
    .repeat(count)
    .padEnd(character.length * count + (bytes % Buffer.byteLength(character)), 'a');
};

describe('the 1,024 bytes of a key', () => {
  it.each(['a', 'é', '語', '😀'])('are counted in UTF-8 for %s', (character) => {
    for (const prefix of ['', 'p/', 'ü/', '語'.repeat(100) + '/']) {
      const room = 1024 - Buffer.byteLength(prefix);
      const key = full(character, room);
      expect(Buffer.byteLength(prefix + key)).toBe(1024);
      expect(parseObjectKey(key, prefix)).toBe(prefix + key);
      expect(invalidKeyReason(`${key}a`, prefix, 'strict')).toBe('too_long');
      expect(invalidKeyReason(`${key}a`, prefix, 'existing')).toBe('too_long');
    }
  });
});

/** Applies the rules for keys a second time, independently of the library: slowly and by code point. */
function reasonByDefinition(key: string, rules: KeyRules): InvalidKeyReason | undefined {
  const points = Array.from(key, (character) => character.codePointAt(0)!);
  const segments = key.split('/');
  if (points.length === 0) return 'empty';
  if (points.some((point) => point >= 0xd800 && point <= 0xdfff)) return 'not_unicode';
  if (points.some((point) => point < 0x20 || (point >= 0x7f && point <= 0x9f))) return 'control_character';
  if (segments.includes('.') || segments.includes('..')) return 'dot_segment';
  if (rules === 'existing') return undefined;
  if (segments[0] === '') return 'leading_slash';
  return segments.includes('') ? 'empty_segment' : undefined;
}

const rules = fc.constantFrom<KeyRules>('strict', 'existing');
const characters = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('/', '.', 'a', '_', '-', '%') },
  { weight: 1, arbitrary: fc.constantFrom('\n', '\x7f', '\u0080', '\u00a0', 'é', '😀', '\ud83d', '\ude00') },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
);
const anyKey = fc.string({ unit: characters, maxLength: 12 });

describe('invalidKeyReason', () => {
  it('says for any text what the definition says', () => {
    fc.assert(
      fc.property(anyKey, rules, (key, which) => {
        expect(invalidKeyReason(key, '', which)).toBe(reasonByDefinition(key, which));
      }),
      { numRuns: 5000 },
    );
  });

  it('takes only keys that come through a URL parser as the same bytes', () => {
    const host = 'store.example';
    const endpoint = { origin: `https://${host}`, host, signingRegion: 'us-east-1', signingService: 's3' };
    const presigners = ['', '/team-a-files'].map((path) => new SigV4Presigner({ ...endpoint, path }));
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' };
    fc.assert(
      fc.property(anyKey, fc.constantFrom(...presigners), (key, presigner) => {
        fc.pre(invalidKeyReason(key, '', 'existing') === undefined);
        const url = presigner.presign({ method: 'GET', key, signedAt: 0, expiresIn: 1 }, credentials);
        const { pathname, href, hash } = new URL(url);
        expect(href).toBe(url);
        expect(hash).toBe('');
        expect(decodeURIComponent(pathname.replace(/^\/(?:team-a-files\/)?/, ''))).toBe(key);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parseKeyPrefix', () => {
  it.each(['', 'in/', 'in/img-', 'a b/ü', '.', '..', 'in/..'])(
    'takes the beginning of a good key: %j',
    (prefix) => {
      expect(parseKeyPrefix(prefix, 'team/')).toBe(`team/${prefix}`);
    },
  );

  it.each<[string, InvalidKeyReason]>([
    ['/in', 'leading_slash'],
    ['in//', 'empty_segment'],
    ['in/../', 'dot_segment'],
    ['in\n', 'control_character'],
    ['x'.repeat(1024), 'too_long'],
  ])('refuses %j: %s', (prefix, reason) => {
    expect(() => parseKeyPrefix(prefix)).toThrow(expect.objectContaining({ reason }) as Error);
  });
});
