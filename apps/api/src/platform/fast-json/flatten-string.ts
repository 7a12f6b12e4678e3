/**
 * Texts that are to be put together with others many times, each in one piece: `+` only links pieces, and each use would
 * collect them again.
 *
 * @param texts well-formed Unicode
 */
export function flattenString<Texts extends object>(texts: Texts): Texts {
  const solid = { ...texts } as Record<string, string>;
  for (const name in solid) solid[name] = Buffer.from(solid[name]!).toString();
  return solid as Texts;
}
