import { execFileSync } from 'node:child_process';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
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

  it.each([0o600, 0o444, 0o755])('keeps the mode %o of the file that it replaces', async (mode) => {
    await writeFile(path, 'before');
    await chmod(path, mode);
    await (await written()).finish();
    expect((await stat(path)).mode & 0o777).toBe(mode);
    expect(new Uint8Array(await readFile(path))).toEqual(bytes);
  });

  it('does not replace a FIFO', async () => {
    execFileSync('mkfifo', [path]);
    await expect(written()).rejects.toMatchObject({ code: 'invalid_target' });
    expect((await lstat(path)).isFIFO()).toBe(true);
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('may have the longest name', async () => {
    path = join(folder, 'ü'.repeat(127));
    await (await written()).finish();
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

/** Returns a sink of another process with the same id. */
async function sinkOfAnother() {
  vi.resetModules();
  return (await import('./path-sink.js')).pathSink(path, 1024 ** 2);
}

it('is not hindered by the leftovers of a killed process of the same id', async () => {
  const killed = await sinkOfAnother();
  const [leftover] = await readdir(folder);
  await killed.abort(new Error('killed'));
  await writeFile(join(folder, leftover!), '');
  await (await sinkOfAnother()).finish();
  expect(await readdir(folder)).toEqual([leftover, 'file']);
});
