import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { walk } from './walk.js';

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'presign-walk-'))));
afterEach(() => rm(folder, { recursive: true }));

it('finds files in all folders, and skips links', async () => {
  await mkdir(join(folder, 'sub'));
  await writeFile(join(folder, 'a'), '');
  await writeFile(join(folder, 'sub/b'), '');
  await symlink('a', join(folder, 'link'));
  const found: string[] = [];
  const skipped: string[] = [];
  const unreadable: string[] = [];
  for await (const { name } of walk(folder, {
    onSkipped: (path) => skipped.push(path),
    onUnreadable: (path) => unreadable.push(path),
  }))
    found.push(name);
  expect(found.sort()).toEqual(['a', 'sub/b']);
  expect({ skipped, unreadable }).toEqual({ skipped: [join(folder, 'link')], unreadable: [] });
});

it('reports folders that can’t be read, and continues', async () => {
  const names = ['one', 'two', 'three'];
  for (const name of names) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, 'file'), '');
  }
  const found: string[] = [];
  const unreadable: string[] = [];
  const onUnreadable = (path: string, error: unknown) => {
    expect(error).toMatchObject({ code: 'ENOENT' });
    unreadable.push(path);
  };
  for await (const { name } of walk(folder, { onSkipped: () => {}, onUnreadable })) {
    found.push(name);
    // The entries of `folder` have been read, so the walk still visits the folders that are removed.
    for (const other of names.filter((each) => !name.startsWith(each)))
      await rm(join(folder, other), { recursive: true });
  }
  expect(found).toHaveLength(1);
  expect(unreadable).toHaveLength(2);
});
