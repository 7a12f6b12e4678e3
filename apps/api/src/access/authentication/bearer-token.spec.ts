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
    ['a scheme and spaces', ['Authorization', 'Bearer   ']],
    ['a token alone', ['Authorization', 'abc']],
    ['another scheme', ['Authorization', 'Basic YWJj']],
    ['a longer scheme', ['Authorization', 'Bearers abc']],
    ['a scheme before it', ['Authorization', 'Basic Bearer abc']],
    ['a tab', ['Authorization', 'Bearer\tabc']],
    ['two fields', ['Authorization', 'Bearer abc', 'Authorization', 'Bearer abc']],
    ['two fields of other case', ['Authorization', 'Basic YWJj', 'authorization', 'Bearer abc']],
    ['a proxy’s field', ['Proxy-Authorization', 'Bearer abc']],
    ['a cookie', ['Cookie', 'access_token=abc']],
  ])('is refused: %s', (_, fields) => expect(of(...fields)).toThrow(refused));
});
