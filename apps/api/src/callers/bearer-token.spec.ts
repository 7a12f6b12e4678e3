import { describe, expect, it } from 'vitest';
import { bearerToken } from './bearer-token.js';

const of =
  (...fields: string[]) =>
  () =>
    bearerToken(['Host', 'api.example', ...fields, 'Accept', '*/*']);
const refused = expect.objectContaining({ code: 'invalid_token' }) as Error;

describe('the bearer token', () => {
  it.each([
    ['Authorization', 'Bearer abc.def-_~+/123=='],
    ['authorization', 'bearer abc.def-_~+/123=='],
    ['AUTHORIZATION', 'BEARER   abc.def-_~+/123=='],
  ])('stands in %s: %s', (name, value) => expect(of(name, value)()).toBe('abc.def-_~+/123=='));

  it.each([
    ['no header', []],
    ['an empty one', ['Authorization', '']],
    ['a scheme alone', ['Authorization', 'Bearer']],
    ['a scheme and a space', ['Authorization', 'Bearer ']],
    ['a token alone', ['Authorization', 'abc']],
    ['another scheme', ['Authorization', 'Basic YWJj']],
    ['a longer scheme', ['Authorization', 'Bearers abc']],
    ['a scheme before it', ['Authorization', 'Basic Bearer abc']],
    ['two schemes', ['Authorization', 'Bearer abc, Basic YWJj']],
    ['two tokens', ['Authorization', 'Bearer abc, Bearer def']],
    ['two words', ['Authorization', 'Bearer abc def']],
    ['a tab', ['Authorization', 'Bearer\tabc']],
    ['padding within', ['Authorization', 'Bearer a=b']],
    ['padding alone', ['Authorization', 'Bearer ==']],
    ['a quoted token', ['Authorization', 'Bearer "abc"']],
    ['a letter beyond ASCII', ['Authorization', 'Bearer äbc']],
    ['two fields', ['Authorization', 'Bearer abc', 'Authorization', 'Bearer abc']],
    ['two fields of other case', ['Authorization', 'Basic YWJj', 'authorization', 'Bearer abc']],
    ['a proxy’s field', ['Proxy-Authorization', 'Bearer abc']],
    ['a cookie', ['Cookie', 'access_token=abc']],
  ])('is refused: %s', (_, fields) => expect(of(...fields)).toThrow(refused));

  it('takes no time for what looks like one for long', () => {
    const started = performance.now();
    expect(of('Authorization', `Bearer ${'a'.repeat(8_000)}${'='.repeat(8_000)}!`)).toThrow(refused);
    expect(performance.now() - started).toBeLessThan(100);
  });
});
