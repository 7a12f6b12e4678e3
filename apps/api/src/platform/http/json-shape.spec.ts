import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ShapeScan, type JsonShape, type ShapeExcess } from './json-shape.js';

const NO_LIMIT: JsonShape = { values: Infinity, items: Infinity, depth: Infinity };

const scanned = (text: string, limits: Partial<JsonShape>, slice?: number) => {
  const scan = new ShapeScan(text, { ...NO_LIMIT, ...limits });
  for (;;) {
    const excess = scan.read(slice);
    if (excess || scan.isOver) return excess;
  }
};

/** Returns the shape that the scan must count, computed from the parsed value. */
function shapeOf(value: unknown): JsonShape {
  if (typeof value !== 'object' || value === null) return { values: 0, items: 0, depth: 0 };
  const members = Object.values(value) as unknown[];
  const shapes = members.map(shapeOf);
  return {
    values: members.length + shapes.reduce((sum, { values }) => sum + values, 0),
    items: Math.max(Array.isArray(value) ? value.length : 0, ...shapes.map(({ items }) => items)),
    depth: 1 + Math.max(0, ...shapes.map(({ depth }) => depth)),
  };
}

/** Returns the value that a JSON pointer in its fragment form names (RFC 6901 §6). */
const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .slice(1)
    .split('/')
    .slice(1)
    .map((token) => decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((within, token) => (within as Record<string, unknown>)[token], value);

/** JSON values whose strings contain structural characters too. */
const JSON_VALUE = fc.jsonValue({
  maxDepth: 6,
  stringUnit: fc.constantFrom('a', '"', '\\', '{', '[', ',', ':', '漢', '/'),
});
const SPACE = fc.constantFrom('', ' ', '\n', '\t\r ');

const spaced = (value: unknown, space: string): string =>
  JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*"|[[\]{},:]/g, (token) => space + token + space);

describe('a text', () => {
  const anyText = fc.tuple(JSON_VALUE, SPACE, fc.integer({ min: 1, max: 20 }));

  it('that becomes no more than is allowed exceeds no limit, read in slices of any length', () => {
    fc.assert(
      fc.property(anyText, ([value, space, slice]) => {
        expect(scanned(spaced(value, space), shapeOf(value), slice)).toBeUndefined();
      }),
      { numRuns: 2000 },
    );
  });

  it.each(['values', 'items', 'depth'] as const)(
    'that becomes one more of %s exceeds that limit',
    (limit) => {
      fc.assert(
        fc.property(
          anyText.filter(([value]) => shapeOf(value)[limit] > (limit === 'items' ? 1 : 0)),
          ([value, space, slice]) => {
            const most = shapeOf(value)[limit] - 1;
            const excess = scanned(spaced(value, space), { [limit]: most }, slice);
            expect(excess?.limit).toBe(limit);
            expect(measured(value, excess!)).toBe(most + 1);
          },
        ),
        { numRuns: 1000 },
      );
    },
  );

  it('may be anything', () => {
    const characters = fc.constantFrom('[', ']', '{', '}', ':', ',', '"', '\\', ' ', 'a', '1', '\n');
    fc.assert(
      fc.property(
        fc.string({ unit: characters, maxLength: 200 }),
        fc.nat(5),
        fc.nat(5),
        (text, values, depth) => {
          const { pointer = '#' } = scanned(text, { values, depth, items: values }) ?? {};
          expect(pointer).toMatch(/^#/);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** Measures the limited property of the list or object that an excess points to. */
function measured(value: unknown, { limit, pointer }: ShapeExcess): number {
  const place = valueAt(value, pointer);
  if (limit === 'items') return (place as unknown[]).length;
  return limit === 'depth' ? pointer.split('/').length : shapeOf(place).values;
}

it.each([
  ['[]', { values: 0 }],
  ['[ \n]', { values: 0, items: 0 }],
  ['[0]', { values: 1, items: 1 }],
  ['{}', { values: 0, items: 0, depth: 1 }],
  ['{"a":"[[[["}', { values: 1, depth: 1 }],
  ['"\\"[["', { depth: 0 }],
])('%s has no more than %j', (text, limits) => {
  expect(scanned(text, limits)).toBeUndefined();
});

it.each([
  ['{"operations":[{},{},{}]}', { items: 2 }, { limit: 'items', pointer: '#/operations' }],
  ['{"a":{"b~/ü":[0,[1,2,3]]}}', { items: 2 }, { limit: 'items', pointer: '#/a/b~0~1%C3%BC/1' }],
  [`{"${'n'.repeat(200)}":[1,2,3]}`, { items: 2 }, { limit: 'items', pointer: '#' }],
  [`{"${'n'.repeat(100_000)}":[1,2,3]}`, { items: 2 }, { limit: 'items', pointer: '#' }],
  ['[[[]]]', { depth: 2 }, { limit: 'depth', pointer: '#/0/0' }],
  ['{"a":1,"a":1,"a":1}', { values: 2 }, { limit: 'values', pointer: '#' }],
])('%s has more than %j', (text, limits, excess) => {
  expect(scanned(text, limits)).toEqual(excess);
});
