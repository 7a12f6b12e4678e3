import { readdirSync } from 'node:fs';
import { beforeAll, expect, inject, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { runPage } from '../support/docs/page-commands.js';

const PAGE = 'call-the-api.md';
const blocks = codeBlocks(PAGE);
let output: string;
beforeAll(async () => void (output = await runPage(PAGE, inject('ready'))));

it('the page’s commands print what it says', () => {
  const plain = blocks.filter(({ language }) => language === '').map(({ code }) => code);
  expect(plain).toHaveLength(7);
  for (const printed of plain) expect(output).toContain(printed);
});

it('no page runs TypeScript by Node, which the oldest that the README allows can’t', () => {
  const pages = readdirSync(new URL('../../docs/', import.meta.url)).filter((page) => page.endsWith('.md'));
  expect(pages.filter((page) => codeBlocks(page).some(({ code }) => /^node \S+\.ts$/m.test(code)))).toEqual(
    [],
  );
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

/** Returns the names of the members at every depth. */
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
