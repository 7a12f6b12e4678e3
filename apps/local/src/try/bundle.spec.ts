import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const bundle = fileURLToPath(new URL('../../../../dist/bundle', import.meta.url));
const read = (file: string) => readFileSync(join(bundle, file), 'utf8');
const inventory = JSON.parse(read('inventory.json')) as Record<string, { readonly files: readonly string[] }>;

/** Returns the modules of a bundle, from the bundler's comments. */
const modulesOf = (program: string) =>
  inventory[program]!.files.flatMap((file) =>
    Array.from(read(file).matchAll(/^\/\/ (\S+\.[cm]?js(?:on)?)$/gm), ([, module]) => module!),
  );
const isLocal = (module: string) => /try-files|\/apps\/local\/|embedded-s3|libs\/client|infra\//.test(module);

it.each(['api', 'lambda'])('%s, as production has it, carries nothing of the page', (program) => {
  expect(modulesOf(program).length).toBeGreaterThan(100);
  expect(modulesOf(program).filter(isLocal)).toEqual([]);
});

it('what npm start runs carries it packed, and reads it at the first request', () => {
  expect(modulesOf('local')).toContain('dist/generated/try-files.mjs');
  expect(read('local.mjs')).not.toMatch(/(?:from|import) ["'][^"']*try-files/);
  expect(modulesOf('local').filter((module) => module.includes('libs/client'))).toEqual([]); // except in the page's own script
});
