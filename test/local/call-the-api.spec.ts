import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';

const run = promisify(execFile);
const blocks = codeBlocks('call-the-api.md');
let folder: string, output: string;

/** As a reader would paste it: in one shell, files beside it, the Node of this process on PATH. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'call-the-api-'));
  await writeFile(join(folder, 'ready.json'), JSON.stringify(inject('ready')));
  for (const { file, code } of blocks) if (file !== undefined) await writeFile(join(folder, file), code);
  const commands = blocks.filter(({ language }) => language === 'sh').map(({ code }) => code);
  const PATH = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const script = ['set -euo pipefail', ...commands].join('\n');
  const { stdout, stderr } = await run('bash', ['-c', script], {
    cwd: folder,
    env: { ...process.env, PATH },
  });
  output = stdout + stderr;
});
afterAll(() => rm(folder, { recursive: true }));

it('the page’s commands print what it says', () => {
  const plain = blocks.filter(({ language }) => language === '').map(({ code }) => code);
  expect(plain).toHaveLength(7);
  for (const printed of plain) expect(output).toContain(printed);
});

it('answers have the members that the page shows', () => {
  for (const [member, of] of [
    ['items', '"key":"films/holiday.mp4"'],
    ['confirmed', '"key":"hello.txt"'],
  ] as const) {
    const shown = blocks.find(({ language, code }) => language === 'json' && code.includes(`"${member}"`))!;
    const [printed] = new RegExp(`^\\{"${member}":.*\\}$`, 'm').exec(output.replaceAll('}{', '}\n{')) ?? [];
    expect(printed).toContain(of);
    expect(membersOf(JSON.parse(printed!))).toEqual(membersOf(JSON.parse(shown.code)));
  }
});

/** Names at every depth. */
const membersOf = (value: unknown): unknown =>
  typeof value !== 'object' || value === null
    ? typeof value
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, membersOf(member)]));

it('refusals read as on the page, but for their ids', () => {
  const shown = blocks
    .filter(({ language, code }) => language === 'json' && code.includes('"code"'))
    .map(({ code }) => JSON.parse(code) as object);
  const printed = Array.from(
    output.matchAll(/\{"type":.*?"requestId":"[\w-]+"(?:,"errors":\[.*?\])?\}/g),
    ([text]) => JSON.parse(text) as object,
  );
  expect(shown).toHaveLength(2);
  expect(printed.map((problem) => ({ ...problem, requestId: '' }))).toEqual(
    shown.map((problem) => ({ ...problem, requestId: '' })),
  );
});
