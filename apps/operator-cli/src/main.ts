import { fileURLToPath } from 'node:url';
import { Layout } from './kustomize/layout.js';
import { run } from './run.js';

const root = fileURLToPath(new URL('../../../..', import.meta.url)); // the root, from dist/apps/operator-cli/src
process.chdir(process.env['INIT_CWD'] ?? '.'); // npm runs scripts in the package's folder
process.exitCode = await run(process.argv.slice(2), {
  layout: new Layout(`${root}deploy/kustomize`, root),
  env: process.env,
  cwd: process.cwd(),
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  isTerminal: process.stdout.isTTY,
  err: (text) => process.stderr.write(text),
});
