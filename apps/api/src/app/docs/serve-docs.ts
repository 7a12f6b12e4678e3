import type { FastifyInstance } from 'fastify';
import { DOCS_PATHS } from './docs-paths.js';
import { OWN_FILES_ONLY, redirectSlash, servePacked } from './serve-packed.js';

/** Serves the OpenAPI document, and Swagger UI at `/docs`. */
export function serveDocs(server: FastifyInstance): void {
  servePacked(server, {
    paths: DOCS_PATHS,
    load: () => import('#docs-files'),
    policy: { ...OWN_FILES_ONLY, 'img-src': "'self' data:" }, // for the icons in swagger-ui.css
  });
  redirectSlash(server, '/docs');
}
