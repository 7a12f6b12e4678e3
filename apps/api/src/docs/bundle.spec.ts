import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const bundle = fileURLToPath(new URL('../../../../dist/bundle', import.meta.url));

/** The modules that the bundler put into each file, by its own marks. */
const modules = globSync('**/*.mjs', { cwd: bundle }).flatMap((file) =>
  Array.from(
    readFileSync(join(bundle, file), 'utf8').matchAll(/^\/\/ (\S+\.[cm]?js)$/gm),
    ([, module]) => module!,
  ),
);

it('production carries Swagger UI packed, and nothing that only the build needs', () => {
  expect(modules).toContain('dist/apps/api/src/api.js');
  expect(modules).toContain('dist/generated/docs-files.mjs');
  expect(modules.filter((module) => BUILD_ONLY.test(module))).toEqual([]);
});

it('the packed files are read when somebody asks, not at start', () => {
  const start = readFileSync(join(bundle, 'api.mjs'), 'utf8');
  const chunks = globSync('chunks/docs-files*.mjs', { cwd: bundle });
  expect(chunks).toHaveLength(1);
  expect(start).not.toContain(chunks[0]);
  const importers = globSync('**/*.mjs', { cwd: bundle }).filter((file) =>
    readFileSync(join(bundle, file), 'utf8').includes(chunks[0]!.slice('chunks/'.length)),
  );
  for (const file of importers) {
    expect(readFileSync(join(bundle, file), 'utf8')).not.toMatch(/(?:from|import) ["'][^"']*docs-files/);
  }
});

const BUILD_ONLY =
  /node_modules\/(?:@nestjs\/swagger|class-validator-jsonschema|typescript|swagger-ui-dist|@redocly)\/|src\/openapi\/(?!operation\.decorator)|src\/docs\/pack|validation\/(?:schemas|converters|generate)/;
