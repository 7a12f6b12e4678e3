import { gunzipSync } from 'node:zlib';
import accepts from 'accepts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RoutePermission } from '../callers/permission.decorator.js';
import type { RouteMediaTypes } from '../http/accept.js';
import { DOCS_PATHS } from './docs-paths.js';

/** Content Security Policy Level 3: own files only; styles that scripts set on elements are no styles of the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:", // the icons in swagger-ui.css
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The OpenAPI document, and Swagger UI at `/docs`. Nothing of it is read before somebody asks. */
export function serveDocs(server: FastifyInstance): void {
  for (const [path, mediaType] of Object.entries(DOCS_PATHS)) {
    const config: RoutePermission & RouteMediaTypes = { permission: 'public', produces: mediaType };
    server.route({
      method: ['GET', 'HEAD'],
      url: path,
      config,
      handler: (request, reply) => answer(path, mediaType, request, reply),
    });
  }
  server.get('/docs/', { config: { permission: 'public', produces: 'text/html' } }, (_request, reply) =>
    reply.redirect('../docs', 308),
  );
}

async function answer(path: string, mediaType: string, request: FastifyRequest, reply: FastifyReply) {
  const { files } = await import('#docs-files');
  const { gzip, etag } = files[path]!;
  void reply.headers({
    'cache-control': 'no-cache',
    'content-security-policy': POLICY,
    etag,
    vary: 'origin, accept-encoding', // the former is of CORS
  });
  if (isKnown(etag, request.headers['if-none-match'])) return reply.code(304).send();
  const bytes = Buffer.from(gzip, 'base64');
  void reply.type(mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType);
  if (accepts(request.raw).encoding(['gzip', 'identity']) !== 'gzip') return reply.send(gunzipSync(bytes));
  return reply.header('content-encoding', 'gzip').send(bytes);
}

/** RFC 9110 §13.1.2, weak comparison. */
const isKnown = (etag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch !== undefined && (ifNoneMatch.trim() === '*' || ifNoneMatch.includes(etag.slice(2)));
