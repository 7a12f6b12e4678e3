import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './build.mjs';

// `npm run bench`, `npm run bench:check`: builds the product, installs the peers beside it, and measures.

const root = fileURLToPath(new URL('..', import.meta.url));
const [program, ...args] = process.argv.slice(2);

/** Runs a command. @throws Error with the command */
function run(command, commandArgs, options = {}) {
  const { status } = spawnSync(command, commandArgs, { cwd: root, stdio: 'inherit', ...options });
  if (status !== 0) throw new Error(`${command} ${commandArgs.join(' ')} failed`);
}

const modified = (path) => statSync(`${root}/bench/${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (!isBuilt()) build();
if (modified('node_modules/.package-lock.json') < modified('package-lock.json')) {
  const npm = process.env.npm_execpath;
  const install = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', 'bench'];
  if (npm) run(process.execPath, [npm, ...install]);
  else run('npm', install);
}
if (program === 'check') run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'bench']);
const { status } = spawnSync(process.execPath, [`bench/${program}.ts`, ...args], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
