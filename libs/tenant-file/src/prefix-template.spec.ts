import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expandPrefix, literalFolder, namesClaim, parsePrefix } from './prefix-template.js';

const expand = (text: string, claims: object) => expandPrefix(parsePrefix(text)!, claims);

describe('a prefix', () => {
  it.each([
    ['', []],
    ['shared/', ['shared/']],
    ['users/${sub}/', ['users/', ['sub'], '/']],
    ['${/a/b}/${c}/d/', [['a', 'b'], '/', ['c'], '/d/']],
    ['cost$/{x}/$${sub}/', ['cost$/{x}/$', ['sub'], '/']],
  ])('%j is text and claims in turn', (text, parts) => {
    expect(parsePrefix(text)).toEqual(parts);
    expect(namesClaim(parsePrefix(text)!)).toBe(text.includes('${'));
  });

  it.each(['shared', 'users/${sub}', '${sub}', '${}/', '${/a~}/', '${a/b}/', '${sub/', '${${sub}}/', 'x/${'])(
    '%j is none',
    (text) => expect(parsePrefix(text)).toBeUndefined(),
  );

  it.each([
    ['', ''],
    ['shared/', 'shared/'],
    ['a/b/c-${sub}/', 'a/b/'],
    ['c-${sub}/', ''],
    ['${sub}/a/', ''],
  ])('%j is in the folder %j, whatever the claims', (text, folder) =>
    expect(literalFolder(parsePrefix(text)!)).toBe(folder),
  );
});

const claims = (value: unknown) => ({ sub: value, nested: { list: [value] } });

describe('a claim in a prefix', () => {
  it.each([
    'u1',
    'system:serviceaccount:team-a:web',
    'a b',
    '...',
    '.a',
    '~',
    '%2F',
    '%2e%2e',
    '\\',
    '／', // FULLWIDTH SOLIDUS: a different character, and so a different folder
    '․․', // ONE DOT LEADER
    'а', // a Cyrillic letter
    '${sub}',
    '__proto__',
    'é',
    'e\u0301',
    '👩‍👩‍👧',
    'x'.repeat(256),
    'é'.repeat(128),
  ])('may be %j, as it is', (value) => {
    expect(expand('users/${sub}/', claims(value))).toBe(`users/${value}/`);
    expect(expand('users/${/nested/list/0}/', claims(value))).toBe(`users/${value}/`);
  });

  it.each<{ value: unknown }>(
    [
      '',
      '.',
      '..',
      '/',
      'a/b',
      '../bob',
      'bob/',
      '\0',
      'a\nb',
      'a\u007Fb',
      'a\u0085b',
      '\uD800',
      'x'.repeat(257),
      'é'.repeat(129),
      1,
      0,
      true,
      null,
      undefined,
      ['u1'],
      [],
      {},
      { toString: 'u1' },
    ].map((value) => ({ value })),
  )('may not be $value: the grant does not apply', ({ value }) => {
    expect(expand('users/${sub}/', claims(value))).toBeUndefined();
    expect(expand('users/${/nested/list/0}/', claims(value))).toBeUndefined();
  });

  it.each([
    'constructor',
    '__proto__',
    'toString',
    '/__proto__/constructor',
    '/constructor/name',
    '/nested/list/length',
  ])('may not be what JavaScript adds: ${%s}', (pointer) =>
    expect(expand(`users/\${${pointer}}/`, claims('u1'))).toBeUndefined(),
  );

  it('stays in its segment, whatever it is', () => {
    fc.assert(
      fc.property(anyClaim, anyClaim, (a, b) => {
        const prefix = expand('x/${a}/y-${b}/', { a, b });
        if (prefix === undefined) return;
        expect(prefix.split('/')).toEqual(['x', a, `y-${b as string}`, '']);
        for (const segment of prefix.split('/').slice(0, -1)) expect(segment).not.toBeOneOf(['', '.', '..']);
      }),
      { numRuns: 2_000 },
    );
  });
});

const anyClaim = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('.', '/', '\\', '%', '\0', '\uD800', 'a', '$', '{', '}', '~') }),
  fc.jsonValue(),
);
