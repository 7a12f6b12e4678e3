import { expect, it } from 'vitest';
import { escapeText } from './escape.js';
import { jsonLine } from './json-line.js';

it.each([
  ['plain ü 🦀 "\\"', 'plain ü 🦀 "\\"'],
  ['a\nb\u001b[2Jc\u0085', 'a\\u000ab\\u001b[2Jc\\u0085'],
  ['gnp.\u202eexe', 'gnp.\\u202eexe'],
  ['\ud800', '\\ud800'],
])('%j is shown as %j', (text, shown) => expect(escapeText(text)).toBe(shown));

it('a line of JSON has no control characters, and means the same', () => {
  const key = 'a\nb\u001b[2Jc\u009b2Jd\u202e\ud800"\\';
  const line = jsonLine({ key });
  expect(line).toMatch(/^[\x20-\x7e]+\n$/);
  expect(JSON.parse(line)).toEqual({ key });
});
