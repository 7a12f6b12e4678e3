import { describe, expect, it } from 'vitest';
import { inBoth, listScopes } from './list-scopes.js';

describe('listScopes', () => {
  it.each<[string, string[], string[]]>([
    ['', [''], ['']],
    ['', ['users/u1/', 'shared/'], ['shared/', 'users/u1/']],
    ['users/', ['users/u1/', 'shared/'], ['users/u1/']],
    ['users/u1/rep', ['users/u1/', 'users/u1/reports/'], ['users/u1/rep']],
    ['users/u1/', ['users/u1/'], ['users/u1/']],
    ['users/u2/', ['users/u1/'], []],
    ['users/u1', ['users/u1/'], ['users/u1/']],
    ['', [], []],
    ['', ['a/', 'a/b/', 'a/b/c/', 'ab/'], ['a/', 'ab/']],
    ['a/', ['', 'a/b/'], ['a/']],
  ])('of %j within %j is %j', (prefix, granted, scopes) => {
    expect(listScopes(prefix, granted)).toEqual(scopes);
  });

  it('goes by bytes, as S3 does, and not by UTF-16', () => {
    const emoji = '\u{1f980}/'; // F0 … in UTF-8, D83E … in UTF-16
    const fullwidth = '\uff21/'; // EF … in UTF-8
    expect(emoji < fullwidth).toBe(true);
    expect(listScopes('', [emoji, fullwidth])).toEqual([fullwidth, emoji]);
  });

  it('lists what both of two lists grant', () => {
    expect(inBoth(['users/', 'shared/'], ['users/u1/', 'other/', 'shared/'])).toEqual([
      'users/u1/',
      'shared/',
    ]);
    expect(inBoth([''], ['a/'])).toEqual(['a/']);
    expect(inBoth(['a/'], [])).toEqual([]);
  });
});
