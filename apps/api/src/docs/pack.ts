import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import type { DocsFile } from './docs-files.mjs';
import { DOCS_PATHS, type DocsPath } from './docs-paths.js';

const OWN: { readonly [path in DocsPath]?: string } = {
  '/docs': 'index.html',
  '/docs/docs.css': 'docs.css',
  '/docs/docs.js': 'docs.js',
};

/** Everything that is served beside the API as one module: the bundle carries it, and reads it when it is first asked for. */
export function packDocs(root: string, generated: string): string {
  const swaggerUi = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const sourceOf = (path: DocsPath): string => {
    if (path.startsWith('/openapi.')) return join(generated, path);
    const own = OWN[path];
    return own === undefined ? join(swaggerUi, basename(path)) : join(root, 'apps/api/src/docs/ui', own);
  };
  const files = Object.keys(DOCS_PATHS).map((path) => [
    path,
    packed(readFileSync(sourceOf(path as DocsPath))),
  ]);
  return `export const files = ${JSON.stringify(Object.fromEntries(files), null, 1)};\n`;
}

const packed = (bytes: Buffer): DocsFile => ({
  etag: `W/"${createHash('sha256').update(bytes).digest('base64url')}"`,
  gzip: gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }).toString('base64'),
});

/** `node pack.js ROOT FOLDER`: a step of the build; reads openapi.* there and writes docs-files.mjs. */
const [, script, root, folder] = process.argv;
if (script !== undefined && import.meta.url.endsWith('/docs/pack.js') && folder !== undefined) {
  writeFileSync(join(folder, 'docs-files.mjs'), packDocs(root!, folder));
}
