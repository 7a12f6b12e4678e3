import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatted } from '../support/docs/formatted.js';
import { outputsOf, sourceOf, tablesOf, variablesOf } from './support/module-docs.js';
import { EXAMPLES, MODULES, SOURCE } from './support/terraform.js';

const GENERATED = /(<!-- generated[^\n]*-->\n)[^]*(<!-- end of generated -->)/;

describe.each([...MODULES.map((name) => `modules/${name}`), ...EXAMPLES.map((name) => `examples/${name}`)])(
  '%s',
  (name) => {
    const folder = join(SOURCE, name);
    const source = sourceOf(folder);

    test('README.md has every input and output (fix it with vitest -u)', async () => {
      const path = join(folder, 'README.md');
      const page = readFileSync(path, 'utf8');
      expect(page).toMatch(GENERATED);
      const anew = page.replace(
        GENERATED,
        (_, begin: string, end: string) => `${begin}\n${tablesOf(folder)}\n${end}`,
      );
      await expect(await formatted(anew, path)).toMatchFileSnapshot(path);
    });

    test('every input is used, and every input and output described', () => {
      const variables = variablesOf(source);
      expect(variables.length).toBeGreaterThan(2);
      for (const { name: variable, description } of [...variables, ...outputsOf(source)])
        expect(description, variable).toMatch(/\.$/);
      const uses = source.replaceAll(/^variable "[^]*?^\}/gm, '');
      expect(
        variables.map(({ name: variable }) => variable).filter((each) => !uses.includes(`var.${each}`)),
      ).toEqual([]);
    });
  },
);
