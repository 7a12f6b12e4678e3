import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { cpSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './build.mjs';

// `npm run package:client -- FOLDER`: npm tarballs of the client library and of the command.

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined || rest.length > 0) {
  process.stderr.write('Usage: npm run package:client -- FOLDER\n');
  process.exit(2);
}
const target = resolve(process.env.INIT_CWD ?? '.', folder);
process.chdir(root);
if (!isBuilt()) build();

/** Runs a command. @throws Error with the command */
function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { stdio: ['ignore', 2, 2], ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

/** Packs a folder as npm does, and returns the path of the tarball. */
function pack(from) {
  const npm = process.env.npm_execpath;
  const args = ['pack', '--ignore-scripts', '--pack-destination', target];
  if (npm) run(process.execPath, [npm, ...args], { cwd: from });
  else run('npm', args, { cwd: from });
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync(target, { recursive: true });
rmSync('dist/client', { recursive: true, force: true });
rmSync('dist/packages', { recursive: true, force: true });

const client = 'dist/packages/client';
run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'libs/client/tsconfig.build.json']);
cpSync('dist/client', join(client, 'dist'), { recursive: true });
cpSync('libs/client/generated', join(client, 'generated'), { recursive: true });
const manifest = JSON.parse(readFileSync('libs/client/package.json', 'utf8'));
writeFileSync(join(client, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
copyFileSync('LICENSE', join(client, 'LICENSE'));
copyFileSync('docs/client.md', join(client, 'README.md'));
pack(client);

const command = 'dist/packages/presign';
cpSync('dist/presign', join(command, 'dist'), { recursive: true });
writeFileSync(
  join(command, 'package.json'),
  `${JSON.stringify(
    {
      name: '@tenant-presign/cli',
      version,
      description: 'Moves files between a machine and the buckets of tenant-presign',
      license: manifest.license,
      type: 'module',
      engines: manifest.engines,
      bin: { presign: './dist/presign.mjs' },
      dependencies: manifest.dependencies,
    },
    null,
    2,
  )}\n`,
);
copyFileSync('LICENSE', join(command, 'LICENSE'));
copyFileSync('docs/presign-cli.md', join(command, 'README.md'));
pack(command);
