import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPath } from './path-source.js';

let folder: string, path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'path-source-'));
  path = join(folder, 'file');
});
afterEach(() => rm(folder, { recursive: true }));

describe.each([0, 10, 64 * 1024, 64 * 1024 + 1, 1024 ** 2])('a file of %i bytes', (size) => {
  const bytes = Uint8Array.from({ length: size }, (_, index) => index % 251);
  beforeEach(() => writeFile(path, bytes));

  it('is read in any order, and repeatedly', async () => {
    await using file = await openPath(path);
    const half = Math.floor(size / 2);
    expect(file.source.size).toBe(size);
    expect(await file.source.read(half, size)).toEqual(bytes.subarray(half));
    expect(await file.source.read(0, size)).toEqual(bytes);
    expect(await file.source.read(0, size)).toEqual(bytes);
  });

  it('is found changed if it was written after it was opened', async () => {
    await using file = await openPath(path);
    expect(await file.source.look!()).toEqual(file.source.fingerprint);
    await utimes(path, 1, 1);
    expect(await file.source.look!()).not.toEqual(file.source.fingerprint);
    await writeFile(path, `${'x'.repeat(size)}x`);
    expect((await file.source.look!()).size).toBe(size + 1);
    await rm(path);
    await expect(file.source.look!()).rejects.toThrow('ENOENT');
  });
});

it('a file that became shorter', async () => {
  await writeFile(path, new Uint8Array(1024 ** 2));
  await using file = await openPath(path);
  await truncate(path, 10);
  await expect(file.source.read(0, 1024 ** 2)).rejects.toMatchObject({ code: 'source_changed' });
});

describe('what can’t be opened', () => {
  it('nothing there', async () => {
    await expect(openPath(path)).rejects.toMatchObject({ code: 'ENOENT', path });
    await expect(openPath(join(path, 'below'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('a folder, and a device', async () => {
    await expect(openPath(folder)).rejects.toMatchObject({ code: 'invalid_source' });
    await expect(openPath('/dev/null')).rejects.toMatchObject({ code: 'invalid_source' });
  });

  it.runIf(process.platform === 'linux')('a file of the kernel, which has bytes and no size', async () => {
    await expect(openPath('/proc/version')).rejects.toMatchObject({ code: 'invalid_source' });
  });

  it('a pipe that a program writes', async () => {
    execFileSync('mkfifo', [path]);
    execFileSync('sh', ['-c', `echo hello > ${path} &`], { stdio: 'ignore' });
    await expect(openPath(path)).rejects.toMatchObject({ code: 'invalid_source' });
  });
});
