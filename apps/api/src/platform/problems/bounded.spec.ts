import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { ApiError } from './api-error.js';
import { cut, listed } from './bounded.js';
import { companionProblem, problemOf } from './problem.js';

const KIB = 1024;
const TEXT = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 2000, size: 'max' }),
  fc
    .tuple(fc.constantFrom('a', '\u0000', '漢', '"', '\ud800'), fc.nat(5000))
    .map(([unit, n]) => unit.repeat(n)),
);
const jsonSize = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

it('no problem has more than 16 KiB or 50 errors, and none is lost from the count', () => {
  const error = fc.record({
    pointer: fc.nat(9999).map((n) => `#/operations/${n}/${'x'.repeat(128)}`),
    detail: TEXT,
  });
  fc.assert(
    fc.property(TEXT, fc.array(error, { maxLength: 80 }), fc.nat(9), (message, errors, omittedErrors) => {
      const thrown = new ApiError('invalid_request', message, errors, { omittedErrors });
      const problem = problemOf(thrown, 'r'.repeat(128));
      expect(jsonSize(companionProblem(problem))).toBeLessThanOrEqual(16 * KIB);
      expect(problem.errors?.length ?? 0).toBeLessThanOrEqual(50);
      expect((problem.errors?.length ?? 0) + (problem.omittedErrors ?? 0)).toBe(
        errors.length + omittedErrors,
      );
      expect(problem.errors?.length ?? 0).toBeGreaterThanOrEqual(Math.min(errors.length, 1));
    }),
    { numRuns: 300 },
  );
});

it('a text is cut where it is too long, and nowhere else', () => {
  fc.assert(
    fc.property(TEXT, fc.integer({ min: 20, max: 2000 }), (text, most) => {
      const kept = cut(text, most);
      expect(kept === text).toBe(jsonSize(text) <= most);
      expect(jsonSize(kept)).toBeLessThanOrEqual(most);
      expect(kept.isWellFormed() || kept === text).toBe(true);
    }),
  );
});

it('lists no more than is asked for', () => {
  const errors = Array.from({ length: 5 }, (_, index) => ({ pointer: `#/${index}`, detail: 'x' }));
  expect(listed(errors, 0)).toEqual({ errors });
  expect(listed(errors, 1, 3)).toEqual({ errors: errors.slice(0, 3), omittedErrors: 3 });
  expect(listed(errors, 0, 0)).toEqual({ omittedErrors: 5 });
});
