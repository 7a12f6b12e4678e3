import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { EXAMPLE, edited, lineOf, errorsIn } from '../../../test/support/generators/tenant-file.js';
import { WRONG_VALUES } from '../../../test/support/generators/wrong-values.js';

// Values that are wrong by themselves. tenant-file.accepted.spec.ts has their valid counterparts.

it.each(WRONG_VALUES)('%j as %j is one error', (from, to, path, says) => {
  const changed = to.split('\n').findIndex((line, index) => line !== from.split('\n')[index]);
  const line = lineOf(from, EXAMPLE) + changed;
  const errors = errorsIn(edited([from, to]));
  expect(errors).toEqual([expect.stringContaining(`${line}: ${path} `)]);
  expect(errors[0]).toMatch(says);
});

it('several are as many errors, in the order of their lines', () => {
  const independent = WRONG_VALUES.filter(([, , , says]) => !says.test('in the list already'));
  const several = fc.uniqueArray(fc.constantFrom(...independent), {
    minLength: 2,
    maxLength: 5,
    selector: ([from]) => from,
  });
  fc.assert(
    fc.property(several, (planted) => {
      fc.pre(
        planted.every(([from], index) =>
          planted.every(([other], at) => index === at || !from.includes(other)),
        ),
      );
      const errors = errorsIn(edited(...planted.map(([from, to]) => [from, to] as const)));
      const lines = errors.map((error) => Number.parseInt(error, 10));
      expect(lines).toEqual(lines.toSorted((one, other) => one - other));
      const paths = errors.map((error) => error.split(' ')[1]);
      expect(new Set(paths)).toEqual(new Set(planted.map(([, , path]) => path)));
      expect(paths).toHaveLength(planted.length);
    }),
    { numRuns: 200 },
  );
});
