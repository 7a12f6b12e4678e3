/** RFC 9110 §8.8.3: in quotes. Some stores leave them out of XML. @returns empty for none */
export function entityTag(text = ''): string {
  return text === '' || text.startsWith('"') ? text : `"${text}"`;
}
