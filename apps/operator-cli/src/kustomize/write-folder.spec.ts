import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { differingFiles, writeFolder } from './write-folder.js';

const FILES = new Map([
  ['a.yaml', 'a: 1\n'],
  ['b.yaml', 'b: 2\n'],
]);

function place(): string {
  const folder = mkdtempSync(join(tmpdir(), 'overlays-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('all of it, and nothing besides', () => {
  const parent = place();
  writeFolder(join(parent, 'team-d'), FILES);
  expect(readdirSync(parent)).toEqual(['team-d']);
  expect(readFileSync(join(parent, 'team-d/b.yaml'), 'utf8')).toBe('b: 2\n');
});

test.each([
  ['a file that can’t be written', new Map([...FILES, ['a.yaml/b.yaml', '']])],
  ['a file twice', new Map([...FILES, ['./a.yaml', '']])],
])('%s leaves nothing behind', (_, files) => {
  const parent = place();
  expect(() => writeFolder(join(parent, 'team-d'), files)).toThrow(/ENOTDIR|EEXIST/);
  expect(readdirSync(parent)).toEqual([]);
});

test('a folder that is there already is left as it was', () => {
  const parent = place();
  mkdirSync(join(parent, 'team-d'));
  writeFileSync(join(parent, 'team-d/mine.yaml'), 'mine');
  expect(() => writeFolder(join(parent, 'team-d'), FILES)).toThrow(/ENOTEMPTY|EEXIST/);
  expect(readdirSync(parent)).toEqual(['team-d']);
  expect(readdirSync(join(parent, 'team-d'))).toEqual(['mine.yaml']);
});

test('what differs is what is missing, what is other, and what is besides', () => {
  const parent = place();
  const folder = join(parent, 'team-d');
  expect(differingFiles(folder, FILES)).toBeUndefined();
  writeFolder(folder, FILES);
  expect(differingFiles(folder, FILES)).toEqual([]);
  writeFileSync(join(folder, 'a.yaml'), 'a: 2\n');
  writeFileSync(join(folder, 'c.yaml'), '');
  expect(differingFiles(folder, FILES)).toEqual(['a.yaml', 'c.yaml']);
});
