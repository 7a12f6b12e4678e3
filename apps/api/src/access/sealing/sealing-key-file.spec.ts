import { mkdtemp, rm, symlink, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SealingKeyFile } from './sealing-key-file.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const set = (...kids: string[]) =>
  JSON.stringify({
    keys: kids.map((kid, index) => ({
      kty: 'oct',
      kid,
      k: Buffer.alloc(32, index + 1).toString('base64url'),
    })),
  });

let folder: string, path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealing-'));
  path = join(folder, 'keys.json');
});
afterEach(() => rm(folder, { recursive: true }));

describe('a file of sealing keys', () => {
  it('is reread on change, a second later at the latest', async () => {
    await writeFile(path, set('old'));
    const file = await SealingKeyFile.open(path, NOW);
    await writeFile(path, set('new', 'old'));
    expect((await file.current(NOW + 999))?.first).toBe('old');
    expect((await file.current(NOW + 1000))?.first).toBe('new');
    expect([...(await file.current(NOW + 1000))!.byId.keys()]).toEqual(['new', 'old']);
  });

  it('is followed as kubelet changes it, by another symbolic link', async () => {
    const link = (name: string, at: string) => symlink(join(folder, name), at);
    await writeFile(join(folder, '1'), set('old'));
    await writeFile(join(folder, '2'), set('new'));
    await link('1', path);
    const file = await SealingKeyFile.open(path, NOW);
    await link('2', `${path}.draft`);
    await rename(`${path}.draft`, path);
    expect((await file.current(NOW + 1000))?.first).toBe('new');
  });

  it('is the same object while nothing changes', async () => {
    await writeFile(path, set('old'));
    const file = await SealingKeyFile.open(path, NOW);
    const before = await file.current(NOW);
    await writeFile(path, set('old'));
    expect(await file.current(NOW + 5000)).toBe(before);
  });

  it('keeps its keys when it breaks, and says so once', async () => {
    await writeFile(path, set('old'));
    const reports: string[] = [];
    const file = await SealingKeyFile.open(path, NOW, ({ message }) => reports.push(message));
    await writeFile(path, '{"keys":[]}');
    expect((await file.current(NOW + 1000))?.first).toBe('old');
    await rm(path);
    expect((await file.current(NOW + 2000))?.first).toBe('old');
    expect(reports).toEqual([expect.stringContaining('at least one key')]);

    await writeFile(path, set('new'));
    expect((await file.current(NOW + 3000))?.first).toBe('new');
    await rm(path);
    await file.current(NOW + 4000);
    expect(reports).toEqual([expect.anything(), expect.stringContaining('ENOENT')]);
  });

  it('must be good at the start, where it is there', async () => {
    await writeFile(path, 'nonsense');
    await expect(SealingKeyFile.open(path, NOW)).rejects.toThrow(/keys\.json can’t be used\. It is not JSON/);
  });

  it('may come later', async () => {
    const reports: string[] = [];
    const file = await SealingKeyFile.open(path, NOW, ({ message }) => reports.push(message));
    expect(await file.current(NOW + 1000)).toBeUndefined();
    expect(reports).toEqual([expect.stringMatching(/SEALING_KEYS_FILE .*keys\.json.*ENOENT/)]);
    await writeFile(path, set('first'));
    expect((await file.current(NOW + 2000))?.first).toBe('first');
  });
});
