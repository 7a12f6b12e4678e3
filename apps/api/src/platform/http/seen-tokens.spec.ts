import fc from 'fast-check';
import { beforeEach, expect, it } from 'vitest';
import { SeenTokens } from './seen-tokens.js';

const TOKEN = `e30.e30.${'s'.repeat(40)}-${'t'.repeat(40)}`;
const head = (token: string, before = '', field = 'authorization'): Buffer =>
  Buffer.from(`POST / HTTP/1.1\r\n${before}${field}: Bearer ${token}\r\nhost: x\r\n\r\n`, 'latin1');

let seen: SeenTokens;
beforeEach(() => {
  seen = new SeenTokens();
  seen.remember(`Bearer ${TOKEN}`, 'acme');
});

it('knows a token that was admitted, at any place in the head', () => {
  expect(seen.groupOf(head(TOKEN))).toBe('acme');
  expect(seen.groupOf(head(TOKEN, 'user-agent: x\r\n', 'Authorization'))).toBe('acme');
});

it('knows no other', () => {
  fc.assert(
    fc.property(fc.nat(TOKEN.length - 1), fc.constantFrom('', 'x', '-'), (at, other) => {
      const changed = `${TOKEN.slice(0, at)}${other}${TOKEN.slice(at + 1)}`;
      fc.pre(changed.slice(-24) !== TOKEN.slice(-24));
      expect(seen.groupOf(head(changed))).toBeUndefined();
    }),
  );
});

it('knows nothing of a head that is cut, has no token, or has one far behind', () => {
  const whole = head(TOKEN);
  const end = whole.indexOf('\r\nhost');
  expect(seen.groupOf(whole.subarray(0, end + 1))).toBe('acme');
  for (let length = 0; length <= end; length += 1)
    expect(seen.groupOf(whole.subarray(0, length))).toBeUndefined();
  expect(seen.groupOf(Buffer.from('GET / HTTP/1.1\r\n\r\n'))).toBeUndefined();
  expect(seen.groupOf(head(TOKEN, `x: ${'y'.repeat(5000)}\r\n`))).toBeUndefined();
});

it('follows a token that counts for another tenant now', () => {
  seen.remember(`Bearer ${TOKEN}`, 'globex');
  expect(seen.groupOf(head(TOKEN))).toBe('globex');
});

it('groups a caller whose token names many tenants with the one that came first', () => {
  const [mallory, other] = ['mallory', 'bob'].map((subject) => ({ issuer: 'platform', subject }));
  expect(['team-a', 'team-b', 'team-c'].map((tenant) => seen.groupFor(mallory!, tenant))).toEqual([
    'team-a',
    'team-a',
    'team-a',
  ]);
  expect(seen.groupFor(other!, 'team-b')).toBe('team-b');
});
