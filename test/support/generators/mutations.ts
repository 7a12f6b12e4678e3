import * as fc from 'fast-check';

const ODD_NAMES = [
  'extra',
  'Key',
  'key ',
  '',
  '0',
  'length',
  ...Object.getOwnPropertyNames(Object.prototype),
];

/** Values that usually don't belong in the place where they are put. */
export const ODD: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(null, [], {}) },
  fc.constantFrom<unknown>(true, false, '', '*', 'null', 'a', [null], [{}]),
  fc.constantFrom(Number.NaN, Infinity, -Infinity, -0, 0, 1, 1.5, 2 ** 53, 2 ** 53 - 1, 604_801, 1e21, -1),
  fc.constantFrom('\ud800', '\udc00x', '\u0000', '\n', '1', '\u{1f600}', 'x'.repeat(256), 'x'.repeat(5000)),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.jsonValue({ maxDepth: 2 }),
  fc.dictionary(fc.constantFrom('algorithm', 'value', ...ODD_NAMES), fc.constantFrom('SHA256', 'a', null, 5)),
);

/**
 * A change of a value: the place, counted through the value's members and sometimes inside one, and the odd value. The
 * odd value replaces the member, or is added beside it under a name.
 */
export interface Mutation {
  readonly place: number;
  readonly name: string | undefined;
  readonly odd: unknown;
}

export const MUTATION: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  name: fc.option(fc.constantFrom(...ODD_NAMES), { nil: undefined, freq: 2 }),
  odd: ODD,
});

export const mutated = ([value, mutations]: readonly [unknown, readonly Mutation[]]): unknown =>
  mutations.reduce(mutate, value);

function mutate(value: unknown, { place, name, odd }: Mutation): unknown {
  if (typeof value !== 'object' || value === null) return odd;
  const entries = Object.entries(value) as [string, unknown][];
  const index = entries.length === 0 ? -1 : place % entries.length;
  const [at, inside] = entries[index] ?? [];
  if (typeof inside === 'object' && inside !== null && place % 2 === 0) {
    entries[index] = [at!, mutate(inside, { place: Math.floor(place / 7), name, odd })];
  } else if (name !== undefined) entries.push([name, odd]);
  else if (index >= 0) entries[index] = [at!, odd];
  return Array.isArray(value) ? entries.map(([, member]) => member) : Object.fromEntries(entries);
}
