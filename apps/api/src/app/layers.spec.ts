import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const SRC = 'apps/api/src';
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'layers-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/**
 * Runs `check:layers` on a tree of files, each of which imports a type from another file.
 *
 * @returns the output
 */
function check(imports: readonly (readonly [from: string, to: string])[]): string {
  const specifiers = new Map<string, string[]>();
  for (const [from, to] of imports) {
    const path = relative(dirname(from), to).replace(/^(?!\.)/, './');
    specifiers.set(from, [...(specifiers.get(from) ?? []), path]);
    specifiers.set(to, specifiers.get(to) ?? []);
  }
  for (const [path, targets] of specifiers) {
    const lines = targets.map((target, index) => `import type { T as T${index} } from '${target}.js';\n`);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, `${path}.ts`), `${lines.join('')}export interface T {}\n`);
  }
  const cli = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', join(ROOT, '.dependency-cruiser.mjs'), '.'];
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout;
}

const WRONG = [
  ['layer-platform', `${SRC}/platform/a`, `${SRC}/features/uploads/b`],
  ['layer-tenancy', `${SRC}/tenancy/a`, `${SRC}/access/b`],
  ['layer-signing', `${SRC}/signing/a`, `${SRC}/limits/b`],
  ['feature', `${SRC}/features/heads/a`, `${SRC}/features/uploads/b`],
  ['feature-uploads', `${SRC}/features/uploads/a`, `${SRC}/features/batches/b`],
  ['library', 'libs/any/src/a', `${SRC}/platform/b`],
  ['cycle', `${SRC}/platform/c`, `${SRC}/platform/d`],
] as const;

it('refuses imports upwards, sideways, between features, of applications in libraries, and cycles, of types too', () => {
  const printed = check([...WRONG.map(([, ...path]) => path), [`${SRC}/platform/d`, `${SRC}/platform/c`]]);
  for (const [rule, from] of WRONG) expect(printed).toContain(`error ${rule}: ${from}.ts`);
});

it('accepts imports downwards, within a layer, and those between features that are listed', () => {
  const printed = check([
    [`${SRC}/features/uploads/b`, `${SRC}/platform/a`],
    [`${SRC}/access/b`, `${SRC}/tenancy/a`],
    [`${SRC}/signing/a`, `${SRC}/signing/b`],
    [`${SRC}/features/batches/b`, `${SRC}/features/uploads/a`],
    [`${SRC}/platform/b`, 'libs/any/src/a'],
  ]);
  expect(printed).toContain('no dependency violations found');
});
