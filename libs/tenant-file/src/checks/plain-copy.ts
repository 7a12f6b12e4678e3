/**
 * A copy whose strings are no slices, each of which would keep the whole text that it was read from in memory. Strings
 * that are equal are one: tenants have most of theirs in common. Not by one `structuredClone`, which takes a block as
 * large as the file: see `readText`.
 *
 * @param value without cycles
 * @param texts that copies share, if there are several
 */
export function plainCopy(value: unknown, texts = new Map<string, string>()): unknown {
  const textOf = (text: string): string => {
    let copy = texts.get(text);
    if (copy === undefined) texts.set((copy = structuredClone(text)), copy);
    return copy;
  };
  const copyOf = (original: unknown): unknown => {
    if (typeof original === 'string') return textOf(original);
    if (typeof original !== 'object' || original === null) return original;
    if (Array.isArray(original)) return original.map(copyOf);
    if (Object.getPrototypeOf(original) !== Object.prototype) return structuredClone(original); // YAML 1.1 has dates and sets
    return Object.fromEntries(
      Object.entries(original).map(([name, member]) => [textOf(name), copyOf(member)]),
    );
  };
  return copyOf(value);
}
