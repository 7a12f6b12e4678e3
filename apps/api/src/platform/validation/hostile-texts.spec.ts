import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonSchema } from '#validation';
import { REQUEST_CLASSES } from '../../app/validators/request-classes.js';
import { requestSchemas } from '../../app/validators/request-schemas.js';
import { OPERATIONS } from '../../features/batches/operations.js';
import { ErrorList } from '../problems/error-list.js';
import { addErrors, isValid } from './validate.js';

// Whatever a text is made of, looking at it must not take more than its length.

/** Characters of the longest text: of an operation of a batch, and of other bodies. */
const IN_BATCH = 8 * 1024 ** 2;
const ALONE = 64 * 1024;
/** Milliseconds of the processor: what is quadratic takes hours. */
const MAX_TIME = 500;

/** What patterns repeat, and what they may stumble on. */
const UNITS = ['a', ' ', '.', 'a/', 'a.', '"', ';a=b', '; a="b"', '1,', '=', '\\', '漢', '\u0000', '\ud800'];
const hostile = (length: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom('', 'a/b', 'a/b;a="', '"', '1', '.', '/'),
      fc.constantFrom(...UNITS),
      fc.constantFrom('', '\n', '"', 'a', '/'),
    )
    .map(([begin, unit, end]) => begin + unit.repeat(length / unit.length) + end);

const batched: ReadonlySet<unknown> = new Set(Object.values(OPERATIONS));
const schemas = requestSchemas();

it.each(placesOfTexts())('no text holds up %s.%s', (name, member, wrap) => {
  const type = REQUEST_CLASSES.find((each) => each.name === name)!;
  fc.assert(
    fc.property(hostile(batched.has(type) ? IN_BATCH : ALONE), (text) => {
      const value = { operation: 'x', [member]: wrap(text) };
      const before = process.cpuUsage();
      isValid(value, type);
      addErrors(new ErrorList(), value, type);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1000, JSON.stringify(text.slice(0, 20))).toBeLessThan(MAX_TIME);
    }),
    { numRuns: 12 },
  );
});

type Wrap = (text: string) => unknown;

/** One for each kind of text: the same schema need not be tried in each class. */
function placesOfTexts(): [name: string, member: string, wrap: Wrap][] {
  const places = new Map<string, [string, string, Wrap]>();
  const largestFirst = [...REQUEST_CLASSES].sort((a, b) => Number(batched.has(b)) - Number(batched.has(a)));
  for (const { name } of largestFirst) {
    const { properties = {} } = schemas[name] as { properties?: Record<string, JsonSchema> };
    for (const [member, schema] of Object.entries(properties)) {
      const wrap = wrapOf(schema);
      const kind = JSON.stringify(schema);
      if (wrap && !places.has(kind)) places.set(kind, [name, member, wrap]);
    }
  }
  return [...places.values()];
}

function wrapOf({ type, propertyNames, items, $ref }: JsonSchema): Wrap | undefined {
  if (propertyNames !== undefined) return (text) => ({ a: text, [text]: 'a' });
  if (items !== undefined) return (text) => [text, { etag: text, ETag: text, checksum: text }];
  if ($ref !== undefined) return (text) => ({ algorithm: text, value: text });
  return type === 'string' ? (text) => text : undefined;
}
