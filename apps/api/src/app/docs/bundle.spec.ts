import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const bundle = fileURLToPath(new URL('../../../../../dist/bundle', import.meta.url));

const textOf = (file: string): string => readFileSync(join(bundle, file), 'utf8');

/** Returns the modules in a bundled file, which the bundler marks with comments. */
const modulesOf = (file: string): string[] =>
  Array.from(textOf(file).matchAll(/^\/\/(?:#region)? (\S+\.[cm]?js)$/gm), ([, module]) => module!);

const modules = globSync('**/*.mjs', { cwd: bundle }).flatMap(modulesOf);

it('production carries Swagger UI packed, and nothing that only the build needs', () => {
  expect(modules).toContain('dist/apps/api/src/app/api.js');
  expect(modules).toContain('dist/generated/docs-files.mjs');
  expect(modules.filter((module) => BUILD_ONLY.test(module))).toEqual([]);
});

it.each([
  ['the packed files', 'docs-files', /^dist\/generated\/docs-files\.mjs$/],
  ['prom-client', 'exposition', /node_modules\/prom-client\//],
  ['OpenTelemetry', 'tracing', /node_modules\/@opentelemetry\/sdk-trace\//],
])('%s are loaded at the first request, not at start', (_, chunk, what) => {
  const files = globSync('**/*.mjs', { cwd: bundle });
  const [holder, ...others] = files.filter((file) => modulesOf(file).some((module) => what.test(module)));
  expect(others).toEqual([]);
  expect(holder).toMatch(new RegExp(`^chunks/${chunk}-`));
  const importers = files.filter((file) => textOf(file).includes(holder!.slice('chunks/'.length)));
  expect(importers.length).toBeGreaterThan(0);
  for (const file of importers) {
    expect(textOf(file)).not.toMatch(new RegExp(`(?:from|import) ["'][^"']*${chunk}`));
  }
});

const BUILD_ONLY =
  /node_modules\/(?:@nestjs\/(?:swagger|mapped-types)|@microsoft\/tsdoc|es-toolkit|class-validator-jsonschema|typescript|swagger-ui-dist|@redocly)\/|src\/openapi\/(?!operation\.decorator)|src\/docs\/pack|validation\/(?:schemas|converters|generate)/;
