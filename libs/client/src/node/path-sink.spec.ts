import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pathSink } from './path-sink.js';

let folder: string, path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'path-sink-'));
  path = join(folder, 'file');
});
afterEach(() => rm(folder, { recursive: true }));

const SIZES = [0, 10, 64 * 1024, 64 * 1024 + 1, 1024 ** 2];

describe.each(SIZES)('a file of %i bytes', (size) => {
  const bytes = new Uint8Array(size).fill(7);
  const written = async () => {
    const sink = await pathSink(path, size);
    await sink.write(0, bytes);
    return sink;
  };

  it('gets its name and its bytes when it is finished', async () => {
    const sink = await written();
    await expect(readFile(path)).rejects.toThrow('ENOENT');
    expect(await sink.read!(0, size)).toEqual(bytes);
    await sink.finish();
    expect(await readdir(folder)).toEqual(['file']);
    expect(new Uint8Array(await readFile(path))).toEqual(bytes);
  });

  it('replaces a symbolic link, and leaves its target as it is', async () => {
    const target = join(folder, 'target');
    await writeFile(target, 'theirs');
    await symlink(target, path);
    await (await written()).finish();
    expect(await readFile(target, 'utf8')).toBe('theirs');
    expect(new Uint8Array(await readFile(path))).toEqual(bytes);
  });

  it('leaves nothing if it is given up, or can’t get its name', async () => {
    await (await written()).abort(new Error('given up'));
    expect(await readdir(folder)).toEqual([]);
    await mkdir(path);
    const sink = await written();
    await expect(sink.finish()).rejects.toThrow('EISDIR');
    await sink.abort(new Error('no name'));
    expect(await readdir(folder)).toEqual(['file']);
  });
});
