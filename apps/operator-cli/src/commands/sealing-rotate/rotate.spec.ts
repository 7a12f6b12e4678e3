import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sealer } from '../../../../api/src/access/sealing/sealer.js';
import { SealingKeyFile } from '../../../../api/src/access/sealing/sealing-key-file.js';
import { accessOf } from '../../../../api/testing/sealed.js';
import { runCaptured } from '../../../testing/run-captured.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const K = (fill: number) => Buffer.alloc(32, fill).toString('base64url');
const OLD = { kty: 'oct', kid: 'old', k: K(1), use: 'enc' };
const OLDER = { kty: 'oct', kid: 'older', k: K(2) };
const SET = JSON.stringify({ keys: [OLD, OLDER] });
const FRESH = {
  kty: 'oct',
  use: 'enc',
  alg: 'dir',
  kid: expect.stringMatching(/^\d{4}-\d\d-\d\d\.[0-9a-f]{8}$/) as string,
  k: expect.stringMatching(/^[\w-]{43}$/) as string,
};

let folder: string, file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotate-'));
  file = join(folder, 'keys.json');
  writeFileSync(file, SET, { mode: 0o644 });
});
afterEach(() => rmSync(folder, { recursive: true }));

const run = (args: readonly string[], { stdin = '', isTerminal = false } = {}) =>
  runCaptured(['sealing:rotate', ...args], { cwd: folder, stdin: Readable.from([stdin]), isTerminal });

const keysOf = (text: string) => (JSON.parse(text) as { keys: object[] }).keys;
const keysIn = (path = file) => keysOf(readFileSync(path, 'utf8'));

describe('a file', () => {
  it.each([
    [[], [FRESH, OLD, OLDER]],
    [['--prepend'], [FRESH, OLD, OLDER]],
    [['--append'], [OLD, OLDER, FRESH]],
    [['--promote'], [OLDER, OLD]],
    [['--keep-first'], [OLD]],
    [['--drop-old'], [FRESH]],
  ])('by %j', async (args, expected) => {
    const { code, out, err } = await run(['keys.json', ...args]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(keysIn()).toEqual(expected);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['keys.json']);
    for (const { k } of keysIn() as { k: string }[]) expect(out).not.toContain(k.slice(0, 8));
  });

  it('gets another key each time', async () => {
    await run([file]);
    await run([file]);
    const kids = keysIn().map((key) => (key as { kid: string }).kid);
    expect(new Set(kids).size).toBe(4);
  });

  it('is left as it was where another one is asked for, and stays a link', async () => {
    const link = join(folder, 'link.json');
    symlinkSync(file, link);
    await run([link]);
    expect(readdirSync(folder).toSorted()).toEqual(['keys.json', 'link.json']);
    expect(keysIn()).toHaveLength(3);
    await run([file, '--out', 'new.json']);
    expect(keysIn(join(folder, 'new.json'))).toHaveLength(4);
    expect(keysIn()).toHaveLength(3);
  });

  it('is said by names what it seals with, and what is lost', async () => {
    expect((await run(['keys.json', '--keep-first'])).out).toBe(
      'keys.json: old seals and opens. What older sealed is refused.\n',
    );
    expect((await run(['keys.json', '--drop-old'])).out).toMatch(
      /^keys\.json: \S+ seals and opens\. All that was sealed before is refused\.\n$/,
    );
  });

  it('need not be there, or whole, to be replaced', async () => {
    writeFileSync(file, 'broken');
    expect((await run([file, '--drop-old'])).code).toBe(0);
    rmSync(file);
    expect((await run([file, '--drop-old'])).code).toBe(0);
    expect(keysIn()).toEqual([FRESH]);
  });
});

describe('a pipe', () => {
  it('gets the set and nothing else; names go to standard error', async () => {
    const { code, out, err } = await run(['--stdout'], { stdin: SET });
    expect(code).toBe(0);
    expect(keysOf(out)).toEqual([FRESH, OLD, OLDER]);
    expect(err).toMatch(/^The set: \S+ seals and opens\. Also opens: old, older\.\n$/);
    expect(err).not.toContain(K(1));
  });

  it('gets what is in a file, which stays as it is', async () => {
    expect(keysOf((await run(['keys.json', '--promote', '--stdout'])).out)).toEqual([OLDER, OLD]);
    expect(readFileSync(file, 'utf8')).toBe(SET);
  });

  it('into a file is one, too', async () => {
    expect((await run(['--out', 'new.json'], { stdin: SET })).out).not.toContain(K(1));
    expect(keysIn(join(folder, 'new.json'))).toHaveLength(3);
  });

  it('is no terminal', async () => {
    const { code, out, err } = await run(['--stdout'], { stdin: SET, isTerminal: true });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Standard output is a terminal');
    expect((await run(['keys.json'], { isTerminal: true })).code).toBe(0);
  });
});

describe('is refused, and nothing is written', () => {
  it.each([
    ['', 'It is not JSON'],
    ['{"keys":[]}', 'at least one key'],
    [JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0' }] }), '/keys/0: k must be'],
    [JSON.stringify({ keys: [OLD, { ...OLD, k: K(3) }] }), 'the same kid'],
  ])('a set that is none: %s', async (set, why) => {
    const { code, out, err } = await run(['--stdout'], { stdin: set });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^Nothing was written: /);
    expect(err).toContain(why);
    expect(err).not.toContain('c2VjcmV0');
    writeFileSync(file, set);
    expect((await run([file])).code).toBe(1);
    expect(readFileSync(file, 'utf8')).toBe(set);
  });

  it('a file that is not there, a folder that can’t be written', async () => {
    expect((await run(['none.json'])).err).toContain('ENOENT');
    expect((await run(['keys.json', '--out', 'none/keys.json'])).err).toContain('ENOENT');
    if (process.getuid?.() === 0) return; // root may write anywhere
    chmodSync(folder, 0o500);
    expect((await run(['keys.json'])).err).toContain('EACCES');
    chmodSync(folder, 0o700);
  });

  it.each([
    [['--prepend'], 'No output is given'],
    [[], 'No output is given'],
    [['keys.json', '--append', '--drop-old'], '--append and --drop-old exclude each other'],
    [['keys.json', 'other.json'], '2 files are given'],
    [['keys.json', '--stdout', '--out', 'x'], '--out and --stdout exclude each other'],
    [['keys.json', '--rotate'], '--rotate'],
  ])('%j', async (args, why) => {
    const { code, out, err } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(why);
    expect(err).toContain('Usage:');
    expect(readFileSync(file, 'utf8')).toBe(SET);
  });

  it('but it says how to call it', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, err: '' });
  });
});

const sealer = async () => new Sealer(await SealingKeyFile.open(file, NOW), () => NOW);
const sealed = async () => (await sealer()).seal('upload', accessOf(), { key: 'a' }, NOW / 1000 + 60);
const opens = async (seal: string) =>
  (await (await sealer()).unseal('upload', accessOf(), seal)) !== undefined;

describe('what was sealed before', () => {
  it('opens through a rotation in steps, until the last one', async () => {
    const before = await sealed();
    for (const step of ['--append', '--promote']) {
      await run([file, step]);
      expect(await opens(before), step).toBe(true);
      expect(await opens(await sealed()), step).toBe(true);
    }
    const after = await sealed();
    await run([file, '--keep-first']);
    expect([await opens(before), await opens(after)]).toEqual([false, true]);
  });

  it('opens after --prepend, and nothing of it after --drop-old', async () => {
    const before = await sealed();
    await run([file]);
    const after = await sealed();
    expect([await opens(before), await opens(after)]).toEqual([true, true]);
    await run([file, '--drop-old']);
    expect([await opens(before), await opens(after)]).toEqual([false, false]);
    expect(await opens(await sealed())).toBe(true);
  });
});
