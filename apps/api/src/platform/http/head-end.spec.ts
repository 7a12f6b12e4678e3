import fc from 'fast-check';
import { expect, it } from 'vitest';
import { headEnd, skipEmptyLines } from './head-end.js';

it('finds where a head ends', () => {
  const head = 'GET / HTTP/1.1\r\nhost: x\r\n\r\n';
  expect(headEnd(Buffer.from(`${head}${head}`), 0)).toBe(head.length);
  expect(headEnd(Buffer.from(`${head}${head}`), head.length)).toBe(2 * head.length);
  expect(headEnd(Buffer.from(head.slice(0, -1)), 0)).toBe(-1);
});

it('skips empty lines, and nothing else', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.stringMatching(/^[^\r\n][ -~]{0,20}$/), (lines, rest) => {
      expect(skipEmptyLines(Buffer.from('\r\n'.repeat(lines) + rest), 0)).toBe(2 * lines);
    }),
  );
});
