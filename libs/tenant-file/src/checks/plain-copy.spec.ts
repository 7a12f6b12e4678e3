import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainCopy } from './plain-copy.js';

it('is equal to what it is a copy of, down to -0, dates and bytes, and shares no object with it', () => {
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      tie('leaf'),
      fc.array(tie('tree')),
      fc.dictionary(fc.string(), tie('tree')),
    ),
    leaf: fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
      fc.date(),
      fc.uint8Array(),
    ),
  }));
  fc.assert(
    fc.property(tree, (value) => {
      const copy = plainCopy(value);
      expect(copy).toStrictEqual(structuredClone(value));
      expect(copy === value && typeof value === 'object' && value !== null).toBe(false);
    }),
  );
});

it('has names that JavaScript takes for something else as its own', () => {
  const copy = plainCopy(JSON.parse('{"__proto__":{"polluted":"yes"}}'));
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"polluted":"yes"}}');
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
});
