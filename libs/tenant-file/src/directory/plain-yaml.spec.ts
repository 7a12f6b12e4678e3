import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { EXAMPLE } from '../../../../test/support/generators/tenant-file.js';
import { Findings } from '../checks/findings.js';
import { YamlSource } from '../checks/yaml-source.js';
import { plainYaml } from './plain-yaml.js';

function byPositions(text: string): unknown {
  const findings = new Findings();
  const plain = new YamlSource(text).toPlain(findings);
  return findings.all.length > 0 ? findings.all : plain;
}

const scraps = fc.constantFrom(
  '- ',
  ': ',
  ':',
  ' ',
  '  ',
  '\n',
  '#',
  ' #',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ',',
  '?',
  '~',
  'null',
  'true',
  'yes',

  '0x1f',
  '0o17',
  '017',
  '1_000',
  '1e3',
  '.5',
  '.inf',
  '.NaN',
  '+1',
  '-0',
  '2026-01-01',
  '1:30',
  '<<',
  '=',
  '\\',

  '\\n',
  'a',
  'b: c',
  '- a',
  '{a: b}',
  '[a, b]',
  '&x',
  '*x',
  '!x',
  '|',
  '>',
  '%',
  '@',
  '`',
  '\t',
  '---',
  '...',

  '\r\n',
  '\u0085',
  '\u2028',
  '\uFEFF',
  '\u0000',
  'é',
  '漢',
  '😀',
  '\ud800',
  '__proto__: 1',
  'constructor: 1',
);

it('reads a text as the parser with positions does, or leaves it to that', () => {
  let read = 0;
  const text = fc.oneof(
    fc.array(scraps, { maxLength: 12 }).map((parts) => parts.join('')),
    fc
      .tuple(fc.nat(EXAMPLE.length), fc.nat(30), fc.array(scraps, { maxLength: 3 }))
      .map(([at, cut, put]) => EXAMPLE.slice(0, at) + put.join('') + EXAMPLE.slice(at + cut)),
  );
  fc.assert(
    fc.property(text, (each) => {
      const plain = plainYaml(each);
      if (plain === undefined) return;
      read++;
      expect(plain).toEqual(byPositions(each));
    }),
    { numRuns: 5_000 },
  );
  expect(read).toBeGreaterThan(500);
});
