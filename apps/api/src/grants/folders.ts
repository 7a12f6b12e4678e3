/** The folders that a key is in, beginning with the bucket itself, up to a length: a key may be in a thousand. */
export function* foldersOf(key: string, maxLength: number): Generator<string> {
  yield '';
  for (let slash = key.indexOf('/'); slash >= 0 && slash < maxLength; slash = key.indexOf('/', slash + 1)) {
    yield key.slice(0, slash + 1);
  }
}
