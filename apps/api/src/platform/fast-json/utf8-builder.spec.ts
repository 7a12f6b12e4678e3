import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Utf8Builder } from './utf8-builder.js';

it('holds what was appended, in UTF-8', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' })),
      fc.integer({ min: 0, max: 9 }),
      (texts, capacity) => {
        const builder = new Utf8Builder(capacity);
        for (const text of texts) builder.append(text);
        const expected = Buffer.concat(texts.map((text) => Buffer.from(text)));
        expect(builder.bytes()).toEqual(expected);
        expect(builder.length).toBe(expected.length);
      },
    ),
  );
});
