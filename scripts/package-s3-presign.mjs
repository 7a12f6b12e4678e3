import './require-node.mjs';
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm run package:s3-presign -- FOLDER`: packs libs/s3-presign as npm publishes it, and prints the path of the tarball.

const root = fileURLToPath(new URL('..', import.meta.url));
const [folder, ...rest] = process.argv.slice(2);
if (folder === undefined || folder.startsWith('-') || rest.length > 0) {
  process.stderr.write(
    'Usage: npm run package:s3-presign -- FOLDER\n\nPacks libs/s3-presign into FOLDER, as npm publishes it.\n',
  );
  process.exit(folder === '--help' ? 0 : 2);
}

const source = join(root, 'libs/s3-presign');
const staged = join(root, 'dist/packages/s3-presign');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
if (manifest.version !== version) {
  process.stderr.write(
    `libs/s3-presign/package.json has version ${manifest.version}; package.json has ${version}.\n`,
  );
  process.exit(1);
}
rmSync(staged, { recursive: true, force: true });
mkdirSync(staged, { recursive: true });
execFileSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(source, 'tsconfig.package.json')],
  {
    stdio: ['ignore', 2, 2],
  },
);
for (const name of ['package.json', 'README.md']) copyFileSync(join(source, name), join(staged, name));
copyFileSync(join(root, 'LICENSE'), join(staged, 'LICENSE'));
const destination = resolve(process.env.INIT_CWD ?? '.', folder);
mkdirSync(destination, { recursive: true });
const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', destination], {
  cwd: staged,
  encoding: 'utf8',
});
const [{ filename }] = JSON.parse(packed);
process.stdout.write(`${join(destination, filename)}\n`);
