import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { JsonSchema } from '#validation';
import { REQUEST_CLASSES } from '../../app/validators/request-classes.js';
import { requestSchemas } from '../../app/validators/request-schemas.js';
import { OPERATIONS } from '../../features/batches/operations.js';
import { ErrorList } from '../problems/error-list.js';
import { addErrors, isValid } from './validate.js';

// Validating a text must take time linear in its length, whatever characters it has.

/** The number of characters of the longest text in an operation of a batch, and in other bodies. */
const IN_BATCH = 8 * 1024 ** 2;
const ALONE = 64 * 1024;
/** The maximum processor time in milliseconds. An algorithm of quadratic time would take hours. */
const MAX_TIME = 500;

/** The text pieces that are repeated: those that patterns repeat, and those that may cause backtracking. */
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

/** Returns one place for each kind of text, because the same schema need not be tested in each class. */
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
