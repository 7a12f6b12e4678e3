/**
 * The paths of the documentation that the API serves, with their media types (RFC 9512 for YAML, RFC 9239 for
 * JavaScript).
 */
export const DOCS_PATHS = {
  '/openapi.json': 'application/json',
  '/openapi-3.0.json': 'application/json',
  '/openapi.yaml': 'application/yaml',
  '/docs': 'text/html',
  '/docs/docs.css': 'text/css',
  '/docs/docs.js': 'text/javascript',
  '/docs/swagger-ui.css': 'text/css',
  '/docs/swagger-ui-bundle.js': 'text/javascript',
  '/docs/swagger-ui-bundle.js.LICENSE.txt': 'text/plain',
  '/docs/favicon-32x32.png': 'image/png',
  '/docs/guides/call-the-api.md': 'text/plain',
  '/docs/guides/clients.md': 'text/plain',
  '/docs/guides/uppy.md': 'text/plain',
  '/docs/LICENSE': 'text/plain',
  '/docs/NOTICE': 'text/plain',
} as const;

export type DocsPath = keyof typeof DOCS_PATHS;
