import { mkdir, mkdtemp, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { TenantFileError } from '#tenant-file';
import { EXAMPLE, edited } from '../../../../../test/support/generators/tenant-file.js';
import { TenantFileWatcher } from './tenant-file.watcher.js';

const OTHER = edited(['id: team-c', 'id: team-d']);
const BROKEN = edited(['region: eu-west-1', 'region: eu_west_1'], ['keys: strict', 'keys: lax']);
let folder: string, path: string, watcher: TenantFileWatcher;
let lines: [level: string, message: string, fields: object][];

const log = {
  notice: (message: string, fields: object = {}) => void lines.push(['notice', message, fields]),
  warning: (message: string, fields: object = {}) => void lines.push(['warning', message, fields]),
};
const ids = () => watcher.tenants.all.map(({ id }) => id);
const refusal = () => watcher.tenants.refusal;
/** Waits until a change has taken effect. */
async function looks(): Promise<void> {
  await watcher.look();
  await watcher.look();
}

/**
 * Publishes a file in the way in which kubelet publishes a ConfigMap: `tenants.yaml -> ..data/tenants.yaml`, and
 * `..data -> ..VERSION` is swapped by rename.
 */
async function publish(version: string, text: string): Promise<void> {
  await mkdir(join(folder, `..${version}`));
  await writeFile(join(folder, `..${version}`, 'tenants.yaml'), text);
  await symlink(`..${version}`, join(folder, '..data_tmp'));
  await rename(join(folder, '..data_tmp'), join(folder, '..data'));
}

async function watch(text = EXAMPLE): Promise<void> {
  await writeFile(path, text);
  watcher = await TenantFileWatcher.open(path, log);
}

beforeEach(async () => {
  lines = [];
  folder = await mkdtemp(join(tmpdir(), 'tenants-'));
  path = join(folder, 'tenants.yaml');
});
afterEach(async () => {
  await watcher?.onModuleDestroy();
  await rm(folder, { recursive: true });
});

describe('a changed file that is valid is taken over', () => {
  it('when it was written', async () => {
    await watch();
    expect(ids()).toEqual(['team-a', 'team-b', 'team-c']);
    await writeFile(path, OTHER);
    await looks();
    expect(ids()).toContain('team-d');
    expect(ids()).toEqual(['team-a', 'team-b', 'team-d']);
    const fields = {
      file: path,
      tenants: 3,
      added: ['team-d'],
      changed: [],
      removed: ['team-c'],
      issuers: false,
    };
    expect(lines).toEqual([['notice', 'tenant file loaded', fields]]);
  });

  it('when another was put in its place', async () => {
    await watch();
    await writeFile(join(folder, 'new.yaml'), OTHER);
    await rename(join(folder, 'new.yaml'), path);
    await looks();
    expect(ids()).toContain('team-d');
  });

  it('when a ConfigMap swaps its links, again and again', async () => {
    await publish('1', EXAMPLE);
    await symlink('..data/tenants.yaml', path);
    watcher = await TenantFileWatcher.open(path, log);
    await publish('2', OTHER);
    await looks();
    expect(ids()).toContain('team-d');
    await publish('3', EXAMPLE);
    await looks();
    expect(ids()).toContain('team-c');
    await publish('4', BROKEN);
    await looks();
    expect(refusal()).toBeDefined();
    expect(ids()).toEqual(['team-a', 'team-b', 'team-c']);
    await publish('5', OTHER);
    await looks();
    expect(ids()).toContain('team-d');
    expect(refusal()).toBeUndefined();
  });

  it('only when no one writes it any more: half a file may be valid', async () => {
    await watch();
    const half = OTHER.slice(0, OTHER.indexOf('  - id: team-d'));
    for (const length of [1, 2, 3]) {
      await writeFile(path, half + '#'.repeat(length));
      await watcher.look();
      expect(ids()).toHaveLength(3);
    }
    await watcher.look();
    expect(ids()).toHaveLength(2); // the writer has stopped
  });
});

describe('a changed file that is not valid', () => {
  it('is refused with every reason, once, and the previous version stays in force', async () => {
    await watch();
    await writeFile(path, BROKEN);
    await looks();
    expect(refusal()).toBeDefined();
    await looks();
    const reasons = [
      expect.stringMatching(/tenants\.yaml:20: tenants\[0\]\.region must be a region/),
      expect.stringMatching(/tenants\.yaml:\d+: tenants\[0\]\.keys must be strict or existing/),
    ];
    expect(lines).toEqual([
      ['warning', 'tenant file refused, the previous version stays in force', { file: path, reasons }],
    ]);
    expect(refusal()).toMatch(/tenants\[0\]\.region .*; .*tenants\[0\]\.keys /);
    expect(ids()).toEqual(['team-a', 'team-b', 'team-c']);
  });

  it('is forgotten when it is fixed', async () => {
    await watch();
    await writeFile(path, BROKEN);
    await looks();
    expect(refusal()).toBeDefined();
    await writeFile(path, OTHER);
    await looks();
    expect(ids()).toContain('team-d');
    expect(refusal()).toBeUndefined();
  });

  it('is forgotten when it is as it was', async () => {
    await watch();
    await writeFile(path, BROKEN);
    await looks();
    expect(refusal()).toBeDefined();
    await writeFile(path, EXAMPLE);
    await looks();
    expect(refusal()).toBeUndefined();
    expect(lines.map(([, message]) => message)).toEqual([
      'tenant file refused, the previous version stays in force',
      'tenant file is again the version in force',
    ]);
  });
});

it.each([
  ['gone', () => unlink(path), /: the file does not exist$/],
  ['a folder', () => unlink(path).then(() => mkdir(path)), /: is a folder, not a file$/],
  ['no UTF-8', () => writeFile(path, Buffer.from([0xff, 0xfe, 0x41])), /tenants\.yaml:1: is not UTF-8/],
  ['empty', () => writeFile(path, ''), /tenants\.yaml:1: is empty/],
])('a file that is %s is no change, and a valid one is taken over after it', async (_, spoil, says) => {
  await watch();
  await spoil();
  await looks();
  expect(refusal()).toBeDefined();
  expect(refusal()).toMatch(says);
  expect(ids()).toEqual(['team-a', 'team-b', 'team-c']);
  await rm(path, { recursive: true, force: true });
  await writeFile(path, OTHER);
  await looks();
  expect(ids()).toContain('team-d');
  expect(refusal()).toBeUndefined();
});

it('a file that isn’t touched, or touched and not changed, is nothing to speak of', async () => {
  await watch();
  await looks();
  await writeFile(path, EXAMPLE);
  await looks();
  expect(lines).toEqual([]);
});

it('looks by itself until it is stopped', async () => {
  await watch();
  watcher.start(1);
  await writeFile(path, OTHER);
  await vi.waitFor(() => expect(ids()).toContain('team-d'), { interval: 5, timeout: 5_000 });
  await watcher.onModuleDestroy();
  const look = vi.spyOn(watcher, 'look');
  await setTimeout(20);
  expect(look).not.toHaveBeenCalled();
});

it('a start needs a valid file', async () => {
  await writeFile(path, BROKEN);
  await expect(TenantFileWatcher.open(path, log)).rejects.toThrow(TenantFileError);
  await writeFile(path, EXAMPLE);
  await expect(TenantFileWatcher.open(path, log)).resolves.toBeInstanceOf(TenantFileWatcher);
});
