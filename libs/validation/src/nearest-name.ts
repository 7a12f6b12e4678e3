/**
 * Returns the name that was probably meant. It differs from the wrong name in case, hyphens or underscores only, or it
 * begins or ends with it or the other way round, or it differs in one or two letters.
 */
export function nearestName(wrong: string, names: readonly string[]): string | undefined {
  const plain = folded(wrong);
  const close = names
    .map((name) => ({ name, slips: slipsBetween(plain, folded(name)) }))
    .filter(({ name, slips }) => slips <= allowedSlips(plain) || extendsEither(plain, folded(name)))
    .sort((one, other) => one.slips - other.slips);
  return close[0]?.name;
}

const folded = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, '');

const allowedSlips = ({ length }: string): number => (length < 3 ? 0 : length < 6 ? 1 : 2);

function extendsEither(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= 3 && (long.startsWith(short) || long.endsWith(short));
}

/**
 * Returns the number of typing errors between two texts, by optimal string alignment: insertions, deletions,
 * substitutions, and swaps of neighbouring letters.
 */
function slipsBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row[j] = Math.min(
        rows[i - 1]![j]! + 1,
        row[j - 1]! + 1,
        rows[i - 1]![j - 1]! + (same ? 0 : 1),
        swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
    rows.push(row);
  }
  return rows[one.length]![other.length]!;
}
