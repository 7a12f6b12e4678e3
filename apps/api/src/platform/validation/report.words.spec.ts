import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '#validation';
import { REQUEST_CLASSES } from '../../app/validators/request-classes.js';
import { requestSchemas } from '../../app/validators/request-schemas.js';
import { ErrorList } from '../problems/error-list.js';
import { addErrors, isValid } from './validate.js';

// The requirements on the texts of validation errors, tested for every field of every request.

const schemas = requestSchemas();

type Field = readonly [request: string, name: string, type: unknown, schema: JsonSchema];
const FIELDS: Field[] = REQUEST_CLASSES.flatMap((type) => {
  const properties = (schemas[type.name]!['properties'] ?? {}) as Record<string, JsonSchema>;
  return Object.entries(properties).map(([name, schema]): Field => [type.name, name, type, schema]);
});

/** Returns the message for one place of an invalid value. */
function wordsFor(pointer: string, value: unknown, type: unknown): string | undefined {
  expect(isValid(value, type)).toBe(false);
  const errors = new ErrorList();
  addErrors(errors, value, type);
  return errors.listed.find((error) => error.pointer === pointer)?.detail;
}

/** Returns the forms in which people and code generators misspell a name. */
const misspellings = (name: string): string[] => [
  name.toUpperCase(),
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ...(name.length < 6 ? [] : [name.slice(0, 2) + name.slice(3), `${name}s`]),
];

it('there is a class for every kind of request', () => {
  expect(REQUEST_CLASSES.length).toBeGreaterThan(15);
  expect(FIELDS.length).toBeGreaterThan(80);
});

it.each(FIELDS)('%s: %s is proposed for what was probably meant', (_, name, type) => {
  const wrong = misspellings(name).filter((each) => each !== name);
  expect(wrong.length).toBeGreaterThan(0);
  for (const each of wrong) {
    expect(wordsFor(`#/${each}`, { [each]: 'x' }, type)).toBe(`Is not known here. Did you mean ${name}?`);
  }
});

/** Returns the maximum number of characters that a pattern allows; 0 if the pattern does not end with a length. */
const longest = (pattern = '') => Number(/\{\d,(\d+)\}\$$/.exec(pattern)?.[1] ?? 0);

/** Returns one value beyond each limit of a schema, together with the limit. */
function beyond(schema: JsonSchema): (readonly [value: unknown, limit: number])[] {
  const { minimum, maximum, minItems, maxItems, minLength, maxLength, maxProperties } = schema as Record<
    string,
    number
  >;
  const { propertyNames, items } = schema as Record<
    'propertyNames' | 'items',
    { pattern?: string } | undefined
  >;
  const name = longest(propertyNames?.pattern);
  const item = longest(items?.pattern);
  return [
    ...(minimum === undefined ? [] : [[minimum - 1, minimum] as const]),
    ...(maximum === undefined ? [] : [[maximum + 1, maximum] as const]),
    ...(minItems ? [[[], minItems] as const] : []),
    ...(maxItems === undefined ? [] : [[Array.from({ length: maxItems + 1 }, () => 0), maxItems] as const]),
    ...(minLength === undefined ? [] : [['', minLength] as const]),
    ...(maxLength === undefined ? [] : [['x'.repeat(maxLength + 1), maxLength] as const]),
    ...(maxProperties === undefined ? [] : [[membersOf(maxProperties + 1), maxProperties] as const]),
    ...(name === 0 ? [] : [[{ ['x'.repeat(name + 1)]: 'x' }, name] as const]),
    ...(item === 0 ? [] : [[['x'.repeat(item + 1)], item] as const]),
  ];
}

const membersOf = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 'x']));

const LIMITS = FIELDS.flatMap(([request, name, type, schema]) =>
  beyond(schema).map(([value, limit]) => [request, name, limit, value, type] as const),
);

describe('the limit of a field', () => {
  it('is one of many', () => expect(LIMITS.length).toBeGreaterThan(80));

  it.each(LIMITS)('%s: %s says %d', (_, name, limit, value, type) => {
    const errors = new ErrorList();
    addErrors(errors, { [name]: value }, type);
    const said = errors.listed.filter(({ pointer }) => pointer.startsWith(`#/${name}`));
    expect(said.length).toBeGreaterThan(0);
    for (const { detail } of said) expect(detail).toMatch(new RegExp(`(?<!\\d)${limit}(?!\\d)`));
  });
});
