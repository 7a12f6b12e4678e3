import fc from 'fast-check';
import { expect, it } from 'vitest';
import { memoizeLast } from './memoize-last.js';

const isSame = (object: { n: number }, last: { n: number }): boolean => object.n === last.n;

it('is what is made of each, kept only where it is used again', () => {
  const objects = fc.array(fc.record({ n: fc.nat(2) }));
  fc.assert(
    fc.property(objects, (all) => {
      const of = memoizeLast(
        isSame,
        ({ n }) => `${n}`,
        (made) => `kept ${made}`,
      );
      const expected = all.map(({ n }, index) => (all[index - 1]?.n === n ? `kept ${n}` : `${n}`));
      expect(all.map(of)).toEqual(expected);
    }),
  );
});

it('makes and keeps once what many have in common', () => {
  let count = 0;
  const counted = () => String(++count);
  const of = memoizeLast(isSame, counted, counted);
  expect([1, 1, 1, 1].map((n) => of({ n }))).toEqual(['1', '2', '2', '2']);
});
