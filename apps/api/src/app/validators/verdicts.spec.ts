import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { validateSync } from 'class-validator';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Class } from '#validation';
import { nestedClass } from '#validation/schemas';
import validators from '#validators';
import { nearValid } from '../../../../../test/support/generators/near-valid.js';
import { validatorsSource } from './generate.js';
import { REQUEST_CLASSES } from './request-classes.js';
import { requestSchemas } from './request-schemas.js';

const schemas = requestSchemas();

it('the validators are what the classes say now', () => {
  const built = readFileSync(
    new URL('../../../../../dist/generated/validators.cjs', import.meta.url),
    'utf8',
  );
  expect(built === validatorsSource(), 'build anew').toBe(true);
});

it('the validators count no text that is longer than twice its limit', () => {
  const source = validatorsSource();
  const counts = source.match(/func\d+\(data\d*\) > \d+/g)!;
  expect(counts.length).toBeGreaterThan(0);
  expect(source.match(/\.length > 2 \* \d+ \|\| func\d+\(data\d*\) > \d+/g)).toHaveLength(counts.length);
});

describe.each(REQUEST_CLASSES.map((type) => [type.name, type] as const))('%s', (name, type) => {
  const compiled = validators[name]!;

  it('compiled and class-validator verdicts are equal', () => {
    let accepted = 0;
    let refused = 0;
    fc.assert(
      fc.property(nearValid(schemas[name]!, schemas), (value) => {
        const verdict = compiled(value);
        expect({ verdict, value }).toEqual({ verdict: classVerdict(type, value), value });
        if (verdict) accepted += 1;
        else refused += 1;
      }),
      { numRuns: 6000 },
    );
    expect(Math.min(accepted, refused)).toBeGreaterThan(600); // otherwise, the values are too far from the limits
  });
});

/** Returns the verdict of class-validator in its strictest mode. */
function classVerdict(type: Class, value: unknown): boolean {
  if (!isObject(value) || Array.isArray(value)) return false; // class-validator checks objects only
  if (hasInheritedName(type, value)) return false; // class-validator accepts such names
  const errors = validateSync(instanceOf(type, value), {
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
  });
  return errors.length === 0;
}

/** Returns whether an object has a field such as `constructor` or `hasOwnProperty`. */
const hasInheritedName = (type: Class, value: object): boolean =>
  Object.entries(value).some(([name, member]) => {
    const nested = nestedClass(type, name);
    const members = [member].flat(Infinity) as unknown[];
    return (
      name in Object.prototype ||
      (nested && members.some((each) => isObject(each) && hasInheritedName(nested, each)))
    );
  });

/** Creates an instance like class-transformer, which silently drops members named `constructor` and `__proto__`. */
function instanceOf(type: Class, plain: object): object {
  const instance = Object.create(type.prototype as object) as object;
  for (const [name, value] of Object.entries(plain)) {
    const nested = nestedClass(type, name);
    const member: unknown = nested ? madeOf(nested, value) : value;
    Object.defineProperty(instance, name, { value: member, enumerable: true });
  }
  return instance;
}

/** Creates an instance from an object, or from each member of a list. */
function madeOf(type: Class, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((member) => madeOf(type, member));
  return isObject(value) ? instanceOf(type, value) : value;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
