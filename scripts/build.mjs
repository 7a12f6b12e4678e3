import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROLLDOWN = 'node_modules/rolldown/bin/cli.mjs';
const OPENAPI_TYPESCRIPT = 'node_modules/openapi-typescript/bin/cli.js';
const stamp = join(root, 'dist/.built');

/** Returns the time of the newest file under a path, in milliseconds since the epoch; 0 if there is no file. */
function newest(path) {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

export function isBuilt() {
  const sources = [
    'apps',
    'libs',
    'scripts',
    'package.json',
    'package-lock.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'rolldown.config.mjs',
    'infra/terraform/modules/tenant/cors-rule.json',
  ];
  const built = statSync(stamp, { throwIfNoEntry: false });
  return built !== undefined && sources.every((path) => newest(join(root, path)) <= built.mtimeMs);
}

/**
 * Runs one step of the build with this Node. What the step prints is shown only if it fails.
 *
 * @throws Error with the step's name
 */
function step(name, script, ...args) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[KBuilding: ${name} …`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (status === 0) return;
  process.stderr.write(`\n${stdout}${stderr}`);
  throw new Error(`The build failed at the step "${name}".`);
}

/** Prints the time that the build took. On a terminal it replaces the progress line; in a pipe it is the only line. */
function reportTime(started) {
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}Built in ${seconds} s.\n`);
}

/**
 * Builds the product: compiles it, makes the validators and the OpenAPI document from the classes, packs the document
 * with Swagger UI and the page, and bundles.
 */
export function build() {
  if (!existsSync(join(root, 'node_modules'))) {
    process.stderr.write('The dependencies are not installed. Run "npm ci", then this command again.\n');
    process.exit(1);
  }
  const started = performance.now();
  step('compile', 'node_modules/@nestjs/cli/bin/nest.js', 'build', 'local');
  mkdirSync(join(root, 'dist/generated'), { recursive: true });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(
    join(root, 'dist/generated/version.mjs'),
    `export const VERSION = ${JSON.stringify(version)};\n`,
  );
  // The validators are made from the routes, whose modules import them. An empty module makes this import work.
  writeFileSync(join(root, 'dist/generated/validators.cjs'), '');
  step('validators', 'dist/apps/api/src/app/validators/generate.js', 'dist/generated/validators.cjs');
  step('openapi', 'dist/apps/api/src/app/openapi/generate.js', root, 'dist/generated');
  step(
    'client types',
    OPENAPI_TYPESCRIPT,
    'dist/generated/openapi.json',
    '-o',
    'libs/client/generated/openapi.d.ts',
  );
  step('presign', ROLLDOWN, '--config', 'apps/presign-cli/rolldown.config.mjs');
  step('docs', 'dist/apps/api/src/app/docs/pack.js', root, 'dist/generated');
  step('page', ROLLDOWN, '--config', 'apps/local/page/rolldown.config.mjs');
  step('try', 'dist/apps/local/src/try/pack.js', root, 'dist/generated');
  step('bundle', ROLLDOWN, '--config', 'rolldown.config.mjs');
  writeFileSync(stamp, '');
  reportTime(started);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) build();
