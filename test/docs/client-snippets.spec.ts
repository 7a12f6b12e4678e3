import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';

// Tests that the excerpts in docs/clients.md, for clients that the lane `generators` uses, are parts of the programs
// that the lane runs.

const EXAMPLES = new URL('../../docs/examples/clients/', import.meta.url);
const check = readFileSync(new URL('../peers/openapi-generator/check.sh', import.meta.url), 'utf8');
const page = readFileSync(new URL('../../docs/clients.md', import.meta.url), 'utf8');
const others = page.slice(page.indexOf('## Other generators'), page.indexOf('## What may change'));

/** Removes the space before each line, because the page shows parts of a program without their indentation. */
const trimmed = (text: string) => text.replaceAll(/^[ \t]+/gm, '');

/** Returns the options that the lane gives the generator of a command, as in check.sh. */
function optionsOf(command: string): readonly string[] {
  const generator = / -g (\S+)/.exec(command)?.[1];
  return check.match(new RegExp(`(?<=^    ${generator}\\) )options=\\(.*?\\)`, 'm')) ?? [];
}

const sections = others.split(/^### /m).slice(1);
const GENERATORS = new Set(readdirSync(EXAMPLES));

it('there is a section for each program', () => {
  const paths = sections.map((section) => /\(examples\/clients\/(.*)\)/.exec(section)![1]!);
  expect(new Set(paths.map((path) => path.split('/')[0]))).toEqual(GENERATORS);
});

it.each(sections.map((section) => [section.split('\n')[0]!, section]))(
  '%s: what it shows runs',
  (_, section) => {
    const path = /\(examples\/clients\/(.*)\)/.exec(section)![1]!;
    const [command, snippet] = Array.from(section.matchAll(/^```\w*\n([^]*?)^```$/gm), ([, code]) => code!);
    expect(trimmed(readFileSync(new URL(path, EXAMPLES), 'utf8'))).toContain(trimmed(snippet!));
    expect(snippet).toContain('downloaded');
    const options = /^  (--.*)$/m.exec(command!)?.[1] ?? '';
    expect(options === '' ? [] : [`options=(${options})`]).toEqual([...optionsOf(command!)]);
  },
);

it('the versions are those that the lane has', () => {
  expect(others).toContain(`openapi-generator-cli:${/^version=(.*)$/m.exec(check)![1]!} `);
  expect(others).toContain(`ogen@${/^ogen=(.*)$/m.exec(check)![1]!} `);
});

it('the page has no other blocks there', () => {
  const blocks = codeBlocks('clients.md').filter(({ code }) => others.includes(code));
  expect(blocks).toHaveLength(2 * sections.length + 1);
});
