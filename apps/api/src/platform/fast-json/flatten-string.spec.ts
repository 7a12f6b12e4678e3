import fc from 'fast-check';
import { expect, it } from 'vitest';
import { flattenString } from './flatten-string.js';

it('leaves texts as they are', () => {
  const text = fc.string({ unit: 'binary' }).map((each) => each.toWellFormed());
  fc.assert(
    fc.property(fc.record({ before: text, behind: text }), (texts) => {
      expect(flattenString(texts)).toEqual(texts);
    }),
  );
});
