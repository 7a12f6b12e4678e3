import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { formatted } from '../../../../../test/support/docs/formatted.js';
import { PROBLEMS } from '../../platform/problems/problem-table.js';
import { problemReference } from './problem-reference.js';

const PAGE = fileURLToPath(new URL('../../../../../docs/problems.md', import.meta.url));
const page = readFileSync(PAGE, 'utf8');
const GENERATED = /(<!-- generated[^\n]*-->\n)[^]*(<!-- end of generated -->)/;

it('docs/problems.md has what the problem table and the guide have (fix it with vitest -u)', async () => {
  expect(page).toMatch(GENERATED);
  const reference = await problemReference();
  const anew = page.replace(GENERATED, (_, begin: string, end: string) => `${begin}\n${reference}\n${end}`);
  await expect(await formatted(anew, PAGE)).toMatchFileSnapshot(PAGE);
});

it('docs/problems.md has one section for each code, and no other', () => {
  const sections = Array.from(page.matchAll(/^## ([a-z_]+)$/gm), ([, code]) => code);
  expect(sections).toEqual(Object.keys(PROBLEMS));
});
