/**
 * Returns an ETag in quotes (RFC 9110 §8.8.3). Some stores leave the quotes out of XML.
 *
 * @returns the empty string if there is no ETag
 */
export function entityTag(text = ''): string {
  return text === '' || text.startsWith('"') ? text : `"${text}"`;
}
