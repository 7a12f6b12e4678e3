/**
 * Measures each subject once in each round. Every other round is in reverse order, so that no subject always comes
 * after the same neighbour.
 *
 * @returns the values by subject, one for each round
 */
export async function interleave<Name extends string, Value>(
  names: readonly Name[],
  rounds: number,
  measure: (name: Name, round: number) => Value | Promise<Value>,
): Promise<Record<Name, Value[]>> {
  const values = Object.fromEntries(names.map((name) => [name, [] as Value[]])) as Record<Name, Value[]>;
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      values[name].push(await measure(name, round));
    }
  }
  return values;
}
