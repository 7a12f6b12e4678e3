/**
 * Returns whether one of the folders that a key is in, beginning with the bucket itself, passes the test. Folders
 * longer than `maxLength` are left out: a key may be in a thousand. No generator, which costs as much as the digests of
 * a signature.
 */
export function someFolder(key: string, maxLength: number, test: (folder: string) => boolean): boolean {
  if (test('')) return true;
  for (let slash = key.indexOf('/'); slash >= 0 && slash < maxLength; slash = key.indexOf('/', slash + 1)) {
    if (test(key.slice(0, slash + 1))) return true;
  }
  return false;
}
