import { copyFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileJournal } from './file-journal.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-journal-'));
});
afterEach(() => rm(folder, { recursive: true }));

const entryOf = (partSize: number) => ({
  uploadId: 'id',
  expiresAt: Date.now() + 60_000,
  fingerprint: { size: 1, modifiedAt: 1 },
  request: '',
  partSize,
});

it('takes simultaneous entries of one name, and keeps one of them', async () => {
  const journal = fileJournal(folder);
  const partSizes = Array.from({ length: 20 }, (_, index) => index);
  await Promise.all(partSizes.map((partSize) => journal.put('name', entryOf(partSize))));
  const kept = await journal.get('name');
  expect(partSizes).toContain(kept?.partSize);
  expect(await readdir(folder)).toHaveLength(1);
  expect(await journal.list()).toEqual([{ name: 'name', entry: kept }]);
});

it('does not list what a killed process left beside an entry', async () => {
  const journal = fileJournal(folder);
  await journal.put('name', entryOf(1));
  const [file] = await readdir(folder);
  await copyFile(join(folder, file!), join(folder, `${file}.partial`));
  expect(await journal.list()).toHaveLength(1);
  await journal.forget();
  expect(await readdir(folder)).toEqual([]);
});
