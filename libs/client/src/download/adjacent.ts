/**
 * Yields numbers in groups of consecutive ones.
 *
 * @param numbers in ascending order
 * @param most the maximum length of a group; a group has one number at least
 */
export function* adjacent(numbers: Iterable<number>, most: number): Generator<readonly number[]> {
  let group: number[] = [];
  for (const number of numbers) {
    const isNext = group.at(-1) === number - 1 && group.length < most;
    if (group.length > 0 && !isNext) {
      yield group;
      group = [];
    }
    group.push(number);
  }
  if (group.length > 0) yield group;
}
