/**
 * Returns a copy whose strings are not slices: a slice keeps the whole text in memory from which it was read. Equal
 * strings become one string, since tenants share most of theirs. One `structuredClone` of everything would need a block
 * of memory as large as the file; see `readText`.
 *
 * @param value a value without cycles
 * @param texts the strings that several copies share
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
