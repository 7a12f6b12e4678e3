import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { DOCS_PATHS, type DocsPath } from './docs-paths.js';
import { packFiles } from './pack-files.js';

const OWN: { readonly [path in DocsPath]?: string } = {
  '/docs': 'index.html',
  '/docs/docs.css': 'docs.css',
  '/docs/docs.js': 'docs.js',
};

/** Packs all files that are served besides the API. */
function packDocs(root: string, generated: string): string {
  const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const sourceOf = (path: DocsPath): string => {
    if (path.startsWith('/openapi')) return join(generated, path);
    if (path.startsWith('/docs/guides/')) return join(root, 'docs', basename(path));
    const own = OWN[path];
    return own === undefined ? join(swaggerUi, basename(path)) : join(root, 'apps/api/src/app/docs/ui', own);
  };
  return packFiles(new Map(Object.keys(DOCS_PATHS).map((path) => [path, sourceOf(path as DocsPath)])));
}

/** `node pack.js ROOT FOLDER` is a step of the build. It reads openapi.* in FOLDER and writes docs-files.mjs there. */
const [, script, root, folder] = process.argv;
if (script !== undefined && import.meta.url.endsWith('/docs/pack.js') && folder !== undefined) {
  writeFileSync(join(folder, 'docs-files.mjs'), packDocs(root!, folder));
}
