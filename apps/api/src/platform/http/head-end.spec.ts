import fc from 'fast-check';
import { expect, it } from 'vitest';
import { headPiece, skipEmptyLines } from './head-end.js';

const HEAD = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
const piece = (text: string, begin = 0, tail?: string) =>
  headPiece(Buffer.from(text), begin, tail === undefined ? undefined : Buffer.from(tail));

it('finds where a head ends, and parses no second one with it', () => {
  const { length } = HEAD;
  expect(piece(HEAD)).toEqual({ end: length, to: length });
  expect(piece(`${HEAD}${HEAD}`)).toEqual({ end: length, to: length });
  expect(piece(`${HEAD}${HEAD}`, length)).toEqual({ end: 2 * length, to: 2 * length });
  expect(piece(`${HEAD}body`)).toEqual({ end: length, to: length + 4 });
  expect(piece(HEAD.slice(0, -1))).toEqual({ end: -1, to: length - 1 });
});

it('finds an end that was cut', () => {
  for (let cut = 1; cut < 4; cut += 1)
    expect(piece(`${HEAD.slice(-cut)}body`, 0, HEAD.slice(-8, -cut))).toEqual({ end: cut, to: cut + 4 });
});

it('looks at a bounded part of the received bytes', () => {
  expect(piece(`${HEAD}${'x'.repeat(65_000)}`)).toEqual({ end: HEAD.length, to: HEAD.length + 256 });
  expect(piece('x'.repeat(65_000), 10)).toEqual({ end: -1, to: 4106 });
});

it('skips empty lines, and nothing else', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.stringMatching(/^[^\r\n][ -~]{0,20}$/), (lines, rest) => {
      expect(skipEmptyLines(Buffer.from('\r\n'.repeat(lines) + rest), 0)).toBe(2 * lines);
    }),
  );
});
