import { expect, it } from 'vitest';
import { escapeText } from './escape.js';

it.each([
  ['plain ü 🦀 "\\"', 'plain ü 🦀 "\\"'],
  ['a\nb\u001b[2Jc\u0085', 'a\\u000ab\\u001b[2Jc\\u0085'],
  ['gnp.\u202eexe', 'gnp.\\u202eexe'],
  ['\ud800', '\\ud800'],
])('%j is shown as %j', (text, shown) => expect(escapeText(text)).toBe(shown));
