import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CaseFoldingFolder } from '../../../../test/support/processes/case-folding-folder.js';
import { isCaseFolding, TargetFolder } from './target-folder.js';

let root: string;
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'target-'))));
afterAll(() => rm(root, { recursive: true }));

const taken = expect.objectContaining({ code: 'name_collision' }) as Error;

const open = () => TargetFolder.open(root, () => Promise.resolve(true));

describe('a folder whose file system folds case', () => {
  it.each([
    ['a.txt', 'A.txt'],
    ['sub/a.txt', 'SUB/a.txt'],
    ['\u00fc', 'u\u0308'], // one character, or two
    ['stra\u00dfe', 'STRASSE'],
    ['\u017ful', 'sul'], // long s
    ['\u03c2', '\u03a3'], // final sigma
  ])('takes %s, and not %s after it', async (first, second) => {
    const folder = await open();
    await folder.pathFor(first);
    await expect(folder.pathFor(second)).rejects.toThrow(taken);
    await folder.pathFor(first);
  });

  it('takes names that differ in more than case', async () => {
    const folder = await open();
    const names = ['a', 'b', '\u00e4', 'a.txt', 'sub/a'];
    for (const name of names) expect(await folder.pathFor(name)).toBe(join(root, name));
  });
});

describe('a folder whose file system distinguishes case', () => {
  it('takes both', async () => {
    const folder = await TargetFolder.open(root);
    await folder.pathFor('a.txt');
    expect(await folder.pathFor('A.txt')).toBe(join(root, 'A.txt'));
  });
});

it.runIf(CaseFoldingFolder.isPossible)('a file system that folds case is recognised', async () => {
  await using folding = await CaseFoldingFolder.mount();
  expect(await isCaseFolding(folding.path)).toBe(true);
  expect(await isCaseFolding(root)).toBe(false);
  const folder = await TargetFolder.open(folding.path);
  await writeFile(await folder.pathFor('a.txt'), 'first');
  await expect(folder.pathFor('A.txt')).rejects.toThrow(taken);
  expect(await readdir(folding.path)).toEqual(['a.txt']);
});
