/**
 * Bodies that are as expensive to parse as possible, by the name of their content. Each has about the requested number
 * of bytes.
 */
export const HOSTILE_BODIES: Readonly<Record<string, (bytes: number) => string>> = {
  'empty operations': (bytes) => filled(bytes, '{"operations":[', '{},', '{}]}'),
  'empty parts': (bytes) => filled(bytes, '{"parts":[', '{},', '{}]}'),
  'parts with unknown members': (bytes) =>
    numbered(bytes, '{"parts":[', (index) => `{"a${index}":1,"b":2},`, ']}'),
  'wide operations': (bytes) =>
    `{"operations":[${Array.from({ length: 1000 }, (_, index) => wideOperation(bytes / 1000, index)).join()}]}`,
  'wide operations, as many values as allowed': (bytes) =>
    `{"operations":[${Array.from({ length: 990 }, (_, index) => wideOperation(Math.min(bytes / 1000, 900), index)).join()}]}`,
  'ten thousand empty parts': () => `{"parts":[${'{},'.repeat(9999)}{}]}`,
  'ten thousand parts with unknown members': () =>
    `{"parts":[${Array.from({ length: 10_000 }, (_, index) => `{"a${index}":1,"b${index}":[]}`).join()}]}`,
  'unknown members': (bytes) => numbered(bytes, '{', (index) => `"k${index}":${index},`, '}'),
  'members named by numbers': (bytes) => numbered(bytes, '{', (index) => `"${index * 1023}":1,`, '}'),
  'one member, again and again': (bytes) => filled(bytes, '{', '"a":1,', '"a":1}'),
  'nested lists': (bytes) => '['.repeat(bytes / 2) + ']'.repeat(bytes / 2),
  'nested objects': (bytes) => filled(bytes, '', '{"a":', ''),
  'lists in lists': (bytes) => filled(bytes, '{"parts":[', '[],', '[]]}'),
  numbers: (bytes) => filled(bytes, '{"parts":[', '1e9,', '1]}'),
  'one long number': (bytes) => filled(bytes, '{"operations":', '9', '}'),
  'one long string': (bytes) => filled(bytes, '{"operations":["', 'a', '"]}'),
  'escaped quotes': (bytes) => filled(bytes, '{"operations":["', '\\"', '"]}'),
  'escaped letters': (bytes) => filled(bytes, '{"operations":["', '\\u0041', '"]}'),
  'a long name': (bytes) => filled(bytes, '{"', 'n', '":1}'),
  'white space': (bytes) => filled(bytes, '{"operations":', ' ', '[]}'),
  'an unclosed string': (bytes) => filled(bytes, '{"operations":["', '\\', '\\'),
  'one character beyond Latin-1': (bytes) => filled(bytes, '{"operations":["漢', 'a', '"]}'),
  'many characters beyond Latin-1': (bytes) => filled(bytes, '{"operations":["', '漢', '"]}'),
  'a content type of many parameters': (bytes) =>
    filled(bytes, '{"operations":[{"operation":"upload","key":"a","contentType":"a/b', ';a=b', '"}]}'),
  'commas and colons': (bytes) => filled(bytes, '', ':,', ''),
};

function filled(bytes: number, begin: string, unit: string, end: string): string {
  const room = bytes - Buffer.byteLength(begin + end);
  return begin + unit.repeat(Math.max(0, room / Buffer.byteLength(unit))) + end;
}

function numbered(bytes: number, begin: string, unit: (index: number) => string, end: string): string {
  let text = begin;
  for (let index = 0; text.length + 50 < bytes; index++) text += unit(index);
  return `${text.slice(0, -1)}${end}`;
}

/** Returns an operation with unknown members whose names occur nowhere else. */
function wideOperation(bytes: number, index: number): string {
  let text = '{"operation":"head","key":"a"';
  for (let member = 0; text.length + 50 < bytes; member++) text += `,"x${index}_${member}":1`;
  return `${text}}`;
}
