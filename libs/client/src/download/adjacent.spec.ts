import fc from 'fast-check';
import { expect, it } from 'vitest';
import { adjacent } from './adjacent.js';

it.each([
  [[], 3, []],
  [[0, 1, 2, 3], 3, [[0, 1, 2], [3]]],
  [[0, 2, 3, 5], 3, [[0], [2, 3], [5]]],
  [[0, 1], 0.5, [[0], [1]]],
])('%j in groups of up to %i: %j', (numbers, most, groups) => {
  expect([...adjacent(numbers, most)]).toEqual(groups);
});

it('yields every number once and in order, in groups that nothing could be added to', () => {
  const numbers = fc.uniqueArray(fc.nat(30)).map((list) => list.sort((one, other) => one - other));
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 5 }), (list, most) => {
      const groups = [...adjacent(list, most)];
      expect(groups.flat()).toEqual(list);
      for (const [index, group] of groups.entries()) {
        expect(group).toEqual(group.map((_, place) => group[0]! + place));
        const next = groups[index + 1]?.[0];
        expect(group.length === most || next !== group.at(-1)! + 1).toBe(true);
        expect(group.length).toBeLessThanOrEqual(most);
      }
    }),
  );
});
