import { chmod, copyFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fileNameOf, removeExpired } from './expired-notes.js';
import { fileJournal } from './file-journal.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-journal-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The end of the name of a file that is being written. */
const PARTIAL = '.01234567-89ab-4cde-8f01-23456789abcd';

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
  await copyFile(join(folder, file!), join(folder, `${file}${PARTIAL}`));
  expect(await journal.list()).toHaveLength(1);
  await journal.forget();
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  ['no JSON', '{'],
  ['no object', 'null'],
  ['no entry', '{"name":"name"}'],
  ['no entry, but null', '{"name":"name","entry":null}'],
  ['an entry without members', '{"name":"name","entry":{}}'],
  ['parts of no size', JSON.stringify({ name: 'name', entry: entryOf(0) })],
  ['parts that are none', JSON.stringify({ name: 'name', entry: { ...entryOf(1), sent: [null] } })],
])('a file with %s is no entry, and hides no other', async (_, text) => {
  const journal = fileJournal(folder);
  await writeFile(join(folder, fileNameOf('name')), text);
  await journal.put('other', entryOf(1));
  expect(await journal.get('name')).toBeUndefined();
  expect((await journal.list()).map(({ name }) => name)).toEqual(['other']);
});

it('forgets only its own files', async () => {
  const journal = fileJournal(folder);
  await journal.put('name', entryOf(1));
  await mkdir(join(folder, 'folder'));
  for (const file of ['thesis.txt', 'settings.json']) await writeFile(join(folder, file), '{}');
  await journal.forget();
  expect((await readdir(folder)).toSorted()).toEqual(['folder', 'settings.json', 'thesis.txt']);
});

const isThere = async (file: string) => (await readdir(folder)).includes(file);

describe('the first entry', () => {
  const expired = { ...entryOf(1), expiresAt: Date.now() - 1 };

  /** Leaves entries in the folder. @returns the name of the file of the first */
  async function leave(...entries: readonly (readonly [name: string, entry: typeof expired])[]) {
    for (const [name, entry] of entries)
      await writeFile(join(folder, fileNameOf(name)), JSON.stringify({ name, entry }));
    return fileNameOf(entries[0]![0]);
  }

  const put = () => fileJournal(folder).put('new', entryOf(1));

  it('deletes expired entries, and no others', async () => {
    await leave(['one', expired], ['other', expired], ['kept', entryOf(2)]);
    await put();
    await vi.waitFor(async () => expect(await readdir(folder)).toHaveLength(2));
    expect((await fileJournal(folder).list()).map(({ name }) => name).toSorted()).toEqual(['kept', 'new']);
  });

  it('deletes what a process that was killed long ago left, and keeps what may still be written', async () => {
    const file = await leave(['one', entryOf(2)]);
    const [old, young] = [`${file}${PARTIAL}`, `${file}${PARTIAL.replace('0', 'f')}`];
    await writeFile(join(folder, old), '');
    await writeFile(join(folder, young), '');
    await utimes(join(folder, old), 1, 1);
    await put();
    await vi.waitFor(async () => expect(await isThere(old)).toBe(false));
    expect(await isThere(young)).toBe(true);
  });

  it('keeps files of other programs, and all that only look like expired entries', async () => {
    const file = await leave(['one', expired]);
    const text = JSON.stringify({ name: 'one', entry: expired });
    const foreign = {
      'settings.json': text,
      [`${'0'.repeat(64)}.json`]: text, // not the digest of the name
      [`${'1'.repeat(64)}.json`]: 'no JSON',
      [`${'2'.repeat(64)}.json`]: 'null',
      [`${file}.backup`]: text,
    };
    for (const [name, content] of Object.entries(foreign)) await writeFile(join(folder, name), content);
    for (const name of Object.keys(foreign)) await utimes(join(folder, name), 1, 1);
    await mkdir(join(folder, `${'3'.repeat(64)}.json`));
    await put();
    await vi.waitFor(async () => expect(await isThere(file)).toBe(false));
    expect(await readdir(folder)).toHaveLength(Object.keys(foreign).length + 2);
  });

  it.skipIf(process.getuid?.() === 0)('is written although nothing can be deleted', async () => {
    await leave(['one', expired]);
    await chmod(folder, 0o500);
    await removeExpired(folder);
    await chmod(folder, 0o700);
    expect(await readdir(folder)).toHaveLength(1);
  });

  it('is written although the folder can’t be read', async () => {
    await expect(removeExpired(join(folder, 'none'))).resolves.toBeUndefined();
  });
});
