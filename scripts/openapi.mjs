import './require-node.mjs';
import { copyFileSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, isBuilt } from './build.mjs';

const { whyNoOasdiff } = await import('../test/clients/availability.ts');

const HELP = `Usage: npm run openapi:lint [-- --document FILE]
       npm run openapi:diff [-- --document FILE] [--released FILE]
       npm run openapi:release [-- --document FILE] [--released FILE]

  lint     checks the document by every rule of Spectral's OpenAPI set; exit code 1: it found something
  diff     tells what changed for clients since the last release (oasdiff); exit code 1: a client of the release may
           fail, and the version doesn't say so (another major version; or another minor one of 0.x)
  release  the same, and then makes the document the last release

  --document FILE  the document; default: dist/generated/openapi.yaml
  --released FILE  the last release; default: docs/openapi/released.yaml
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const [command, ...args] = process.argv.slice(2);
const { values: options } = parseArgs({
  args,
  options: {
    document: { type: 'string' },
    released: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
const named = (file, otherwise) =>
  file ? resolve(process.env.INIT_CWD ?? '.', file) : `${root}${otherwise}`;
const document = named(options.document, 'dist/generated/openapi.yaml');
const released = named(options.released, 'docs/openapi/released.yaml');
const COMMANDS = { lint, diff, release };

if (options.help || !Object.hasOwn(COMMANDS, command)) {
  process.stdout.write(HELP);
  process.exit(options.help ? 0 : 2);
}
if (!options.document && !isBuilt()) build();
process.exitCode = (await COMMANDS[command]()) ? 0 : 1;

async function lint() {
  const errors = await (await import('./openapi/lint.mjs')).lint(readFileSync(document, 'utf8'));
  for (const error of errors) process.stdout.write(`${error}\n`);
  return errors.length === 0;
}

async function diff() {
  const { compare } = await import('./openapi/compatibility.mjs');
  const why = whyNoOasdiff(process.env);
  if (why) return say(`not compared: ${why}`, false);
  const { breaking, allowed, words, from, to } = compare(released, document);
  process.stdout.write(words);
  if (!breaking) return say(`no incompatible change between ${from} and ${to}`, true);
  if (allowed) return say(`incompatible changes between ${from} and ${to}, which the version allows`, true);
  return say(
    `incompatible changes since ${from}, which the version does not allow: undo them, or raise the version in package.json`,
    false,
  );
}

async function release() {
  if (!(await diff())) return false;
  copyFileSync(document, released);
  return say('released; commit docs/openapi/released.yaml', true);
}

function say(words, result) {
  process.stdout.write(`${words}\n`);
  return result;
}
