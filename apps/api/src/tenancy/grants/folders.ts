/**
 * Returns whether one of the folders that contain a key passes the test, beginning with the bucket itself. Folders
 * longer than `maxLength` are left out, because a key may have a thousand. The function is no generator: a generator
 * costs as much as the digests of a signature.
 */
export function someFolder(key: string, maxLength: number, test: (folder: string) => boolean): boolean {
  if (test('')) return true;
  for (let slash = key.indexOf('/'); slash >= 0 && slash < maxLength; slash = key.indexOf('/', slash + 1)) {
    if (test(key.slice(0, slash + 1))) return true;
  }
  return false;
}
