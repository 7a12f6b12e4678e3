export const XML_TYPE = 'application/xml';
export const S3_NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** Returns an element that contains a text, or the elements of an array. */
export function element(
  name: string,
  content: string | number | boolean | readonly string[],
  xmlns = '',
): string {
  const inner = typeof content === 'object' ? content.join('') : escapeText(String(content));
  return `<${name}${xmlns && ` xmlns="${xmlns}"`}>${inner}</${name}>`;
}

export const document = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}`;

/** Writes characters as references, as S3 does, that XML would read as markup or normalise (XML 1.0 §2.11). */
function escapeText(text: string): string {
  return text.replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
}

// oxlint-disable-next-line no-control-regex -- keys may hold them
const SPECIAL = /[&<>"'\u0000-\u001f\u007f]/g;
