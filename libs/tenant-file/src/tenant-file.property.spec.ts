import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { stringify } from 'yaml';
import { validateBySchema } from '../../../test/support/checks/tenant-file-schema.js';
import { anyTenantFile } from '../../../test/support/generators/any-tenant-file.js';
import { EXAMPLE, edited, errorsIn } from '../../../test/support/generators/tenant-file.js';
import { replaceNth } from '../../../test/support/generators/replace-nth.js';
import { parseTenantFile } from './tenant-file.reader.js';

const yaml = (file: unknown) => stringify(file, { aliasDuplicateObjects: false });
/** Returns the values that were read, without their classes. */
const plain = (file: unknown) => JSON.parse(JSON.stringify(file)) as unknown;

it('every valid file is accepted, and says what it said', () => {
  fc.assert(
    fc.property(anyTenantFile, (file) => {
      expect(errorsIn(yaml(file))).toEqual([]);
      expect(plain(parseTenantFile(yaml(file), 'x'))).toEqual(file);
      expect(validateBySchema(file)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

it('whatever stands in it, a file is accepted or refused with lines, and what it accepts the schema accepts', () => {
  const change = fc.record({
    at: fc.nat(),
    value: fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)),
  });
  fc.assert(
    fc.property(anyTenantFile, fc.array(change, { minLength: 1, maxLength: 4 }), (file, changes) => {
      const changed = plain(file) as object;
      for (const { at, value } of changes) replaceNth(changed, at, value);
      const errors = errorsIn(yaml(changed));
      for (const error of errors) expect(error).toMatch(/^[1-9]\d*: .*\S$/s);
      expect(errors.length === 0 ? validateBySchema(plain(changed)) : []).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

it('text of any kind is accepted or refused', () => {
  const cut = fc.tuple(fc.nat(EXAMPLE.length), fc.nat(40), fc.string({ maxLength: 5 }));
  fc.assert(
    fc.property(fc.array(cut, { minLength: 1, maxLength: 3 }), (cuts) => {
      const text = cuts.reduce(
        (all, [at, length, put]) => all.slice(0, at) + put + all.slice(at + length),
        EXAMPLE,
      );
      for (const error of errorsIn(text)) expect(error).toMatch(/^[1-9]\d*: .*\S$/s);
    }),
    { numRuns: 200 },
  );
});

it('no message tells a secret, however it is written', () => {
  const secret = fc.string({ minLength: 8, maxLength: 40 }).filter((text) => !EXAMPLE.includes(text));
  fc.assert(
    fc.property(secret, fc.constantFrom('', '*', '!', '"', "'", '@', '{', '- '), (text, begin) => {
      const told = errorsIn(edited(['read-from-a-secret-store', begin + text])).join();
      expect(told).not.toContain(text);
      expect(told).not.toContain(text.trim().slice(0, 6));
    }),
    { numRuns: 200 },
  );
});
