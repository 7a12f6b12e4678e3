import './require-node.mjs';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { licenceTexts } from './licences.mjs';
import { sbomOf } from './sbom.mjs';

// `npm run package -- PROGRAM FOLDER`: writes only what a built program needs to run: its files of the bundle, their
// bill of materials, and the licences. The program needs no node_modules.

const [program, folder, ...rest] = process.argv.slice(2);
const inventory = JSON.parse(readFileSync('dist/bundle/inventory.json', 'utf8'));

if (!Object.hasOwn(inventory, program) || folder === undefined || rest.length > 0) {
  process.stderr.write(`Usage: npm run package -- ${Object.keys(inventory).join('|')} FOLDER\n`);
  process.exit(2);
}

const { files, packages } = inventory[program];
const sbom = sbomOf(packages);
for (const file of files) {
  mkdirSync(join(folder, dirname(file)), { recursive: true });
  copyFileSync(join('dist/bundle', file), join(folder, file));
}
writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(sbom, null, 2)}\n`);
writeFileSync(join(folder, 'THIRD-PARTY-LICENCES.txt'), licenceTexts(packages));
copyFileSync('LICENSE', join(folder, 'LICENSE'));
process.stderr.write(`${folder}: ${program}, ${files.length} files, ${packages.length} packages\n`);
