import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalHeaders } from './canonical-headers.js';
import { sortedNames } from './sorted-names.js';

describe('canonicalHeaders', () => {
  it('sorts by name and ends each line', () => {
    const headers = { 'x-amz-meta-b': '2', host: 'h', 'content-type': 'text/plain', 'x-amz-meta-a': '1' };
    expect(canonicalHeaders(headers)).toStrictEqual({
      block: 'content-type:text/plain\nhost:h\nx-amz-meta-a:1\nx-amz-meta-b:2\n',
      signed: 'content-type;host;x-amz-meta-a;x-amz-meta-b',
    });
  });

  it.each([
    ['inner runs of spaces', 'a  b   c', 'a b c'],
    ['the ends', ' \t a \t', 'a'],
    ['tabs', 'a\tb', 'a b'],
    ['nothing but spaces', '   ', ''],
    ['line ends, which would begin another header', 'a\r\nx-amz-acl:public-read', 'a x-amz-acl:public-read'],
    ['a no-break space, which stays', 'a\u00a0\u00a0b\u00a0', 'a\u00a0\u00a0b\u00a0'],
    ['one space, which stays', 'a b', 'a b'],
  ])('folds %s', (_, value, folded) => {
    expect(canonicalHeaders({ name: value }).block).toBe(`name:${folded}\n`);
  });
});

describe('sortedNames', () => {
  it('is the order of Array.prototype.sort', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.constant(1)), (record) => {
        expect(sortedNames(record)).toStrictEqual(Object.keys(record).sort());
      }),
    );
  });
});
