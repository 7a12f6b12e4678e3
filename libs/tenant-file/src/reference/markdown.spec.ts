import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { formatted } from '../../../../test/support/docs/formatted.js';
import { errorsIn } from '../../../../test/support/generators/tenant-file.js';
import { settingsReference } from './markdown.js';

const PAGE = fileURLToPath(new URL('../../../../docs/tenant-file.md', import.meta.url));
const page = readFileSync(PAGE, 'utf8');
const GENERATED = /(<!-- generated[^\n]*-->\n)[^]*(<!-- end of generated -->)/;

it('docs/tenant-file.md has every setting as the classes have it (fix it with vitest -u)', async () => {
  expect(page).toMatch(GENERATED);
  const anew = page.replace(
    GENERATED,
    (_, begin: string, end: string) => `${begin}\n${settingsReference()}\n${end}`,
  );
  await expect(await formatted(anew, PAGE)).toMatchFileSnapshot(PAGE);
});

it('the page shows every "*" of a rule, as a reader must write it', () => {
  expect(page).toContain(String.raw`such as image/png or image/\*;`);
  expect(page).not.toContain('image/_');
});

it('examples on the page are valid', () => {
  const examples = [...page.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text!);
  expect(examples.length).toBeGreaterThan(0);
  for (const example of examples) expect(errorsIn(example)).toEqual([]);
});
