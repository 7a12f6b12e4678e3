import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packFiles } from '../../../api/src/app/docs/pack-files.js';

/**
 * This step of the build, `node pack.js ROOT FOLDER`, reads the bundled try.js in the folder and writes try-files.mjs.
 */
const [, , root, folder] = process.argv as [string, string, string, string];
const sources = new Map([
  ['/try', join(root, 'apps/local/page/index.html')],
  ['/try/try.css', join(root, 'apps/local/page/try.css')],
  ['/try/try.js', join(folder, 'try.js')],
]);
writeFileSync(join(folder, 'try-files.mjs'), packFiles(sources));
