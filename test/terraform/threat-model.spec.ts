import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// Tests docs/threat-model.md: each line names an existing test file and words in it.

const PAGE = readFileSync('docs/threat-model.md', 'utf8');
const ROWS = PAGE.split('\n').filter(
  (line) => line.startsWith('|') && !/^\| *(?:-|attempt|fault)/.test(line),
);

test.each(ROWS.map((row) => ({ row, what: row.split('|')[1]!.trim() })))('$what', ({ row }) => {
  const [, file = '', words = ''] = /`([^`]+)` “([^”]+)” *\|$/.exec(row) ?? [];
  expect(existsSync(file), file).toBe(true);
  expect(readFileSync(file, 'utf8')).toContain(words);
});

test('has lines', () => {
  expect(ROWS.length).toBeGreaterThan(35);
});
