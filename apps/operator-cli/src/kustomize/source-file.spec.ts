import { expect, test } from 'vitest';
import { SourceFile } from './source-file.js';

const FILE = new SourceFile(
  'a.yaml',
  `# a comment
kind: ServiceAccount
metadata:
  name: one
  annotations: { role: <role> }
---
kind: Other
list:
  - first
  - name: second
    value: \${X}
`,
);

test.each([
  [['kind'], 2],
  [['metadata', 'name'], 4],
  [['metadata', 'annotations', 'role'], 5],
  [['metadata', 'labels'], undefined],
])('the line of %j', (path, line) => {
  expect(FILE.lineOf(path)).toBe(line);
});

test('lines of the second document, and of items', () => {
  const [, second] = FILE.documents;
  expect(FILE.lineOf(['kind'], second)).toBe(7);
  expect(FILE.lineOf(['list', 1], second)).toBe(10);
  expect(FILE.lineOf(['list', 1, 'value'], second)).toBe(11);
  expect(FILE.lineOf(['list', 7], second)).toBeUndefined();
});

test('strings are values, with their lines and the names above them', () => {
  expect(FILE.strings().filter(({ value }) => /[<$]/.test(value))).toEqual([
    { value: '<role>', line: 5, path: ['metadata', 'annotations', 'role'] },
    { value: '${X}', line: 11, path: ['list', 'value'] },
  ]);
});

test('a pattern is looked for outside comments, and from a line on', () => {
  expect(FILE.lineMatching(/comment/)).toBeUndefined();
  expect(FILE.lineMatching(/kind/)).toBe(2);
  expect(FILE.lineMatching(/kind/, 3)).toBe(7);
});

test('what is no YAML has its errors', () => {
  expect(new SourceFile('b.yaml', 'a: [\n').errors).toEqual([
    { message: expect.any(String), line: expect.any(Number) },
  ]);
  expect(FILE.errors).toEqual([]);
  expect(new SourceFile('empty.yaml', '').toJS()).toBeUndefined();
});
