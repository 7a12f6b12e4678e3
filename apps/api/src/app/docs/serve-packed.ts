import { gunzipSync } from 'node:zlib';
import accepts from 'accepts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RoutePermission } from '../../access/authorization/permission.decorator.js';
import type { RouteMediaTypes } from '../../platform/http/accept.js';
import { LeakyBucket, type RateLimit } from '../../platform/leaky-bucket.js';
import { atCapacity } from '../../platform/problems/api-error.js';
import type { DocsFile } from './docs-files.d.mts';

/** Pages with their files, packed at build time. */
export interface PackedSite {
  /** The media types by path. */
  readonly paths: Readonly<Record<string, string>>;
  /** Loads the files; called at the first request. */
  readonly load: () => Promise<{ readonly files: Readonly<Record<string, DocsFile>> }>;
  /** The directives of the Content Security Policy (Level 3) with their values. */
  readonly policy: Readonly<Record<string, string>>;
}

/** The directives that both pages have: a page may load only files of its own origin, and may not be framed. */
export const OWN_FILES_ONLY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/**
 * The rate limit of pages in KiB, enough for about five visits per second. Sent bytes that clients do not read stay in
 * the kernel's memory, which counts as the pod's.
 */
const ALLOWANCE: RateLimit = { requestsPerSecond: 2 * 1024, burst: 16 * 1024 };

/** Serves the site without authentication. Files are read at the first request. */
export function servePacked(server: FastifyInstance, { paths, load, policy }: PackedSite): void {
  const contentSecurityPolicy = Object.entries(policy)
    .map((directive) => directive.join(' '))
    .join('; ');

  const allowance = new LeakyBucket(Date.now());
  let site: ReturnType<typeof load> | undefined;
  // Each file is kept once, and all answers share it.
  const compressed: Record<string, Buffer> = {};
  const plain: Record<string, Buffer> = {};

  async function answer(path: string, request: FastifyRequest, reply: FastifyReply) {
    const mediaType = paths[path]!;
    const { gzip, etag } = (await (site ??= load())).files[path]!;
    void reply.headers({
      'cache-control': 'no-cache',
      'content-security-policy': contentSecurityPolicy,
      etag,
      vary: 'origin, accept-encoding', // `origin` is for CORS
    });
    if (isKnown(etag, request.headers['if-none-match'])) return reply.code(304).send();
    const send = (bytes: Buffer): FastifyReply => {
      if (request.method === 'GET') requireAllowance(allowance, bytes.length);
      return reply.send(bytes);
    };
    const bytes = (compressed[path] ??= Buffer.from(gzip, 'base64'));
    void reply.type(mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType);
    if (accepts(request.raw).encoding(['gzip', 'identity']) !== 'gzip') {
      return send((plain[path] ??= gunzipSync(bytes)));
    }
    void reply.header('content-encoding', 'gzip');
    return send(bytes);
  }

  for (const [path, mediaType] of Object.entries(paths)) {
    const config: RoutePermission & RouteMediaTypes = { permission: 'public', produces: mediaType };
    server.route({
      method: ['GET', 'HEAD'],
      url: path,
      config,
      handler: (request, reply) => answer(path, request, reply),
    });
  }
}

/**
 * Redirects a page's path with a trailing slash to the page.
 *
 * @param page the path, such as `/docs`
 */
export function redirectSlash(server: FastifyInstance, page: string): void {
  const config: RoutePermission & RouteMediaTypes = { permission: 'public', produces: 'text/html' };
  server.get(`${page}/`, { config }, (_request, reply) => reply.redirect(`..${page}`, 308));
}

/** Returns whether the client already has the file (RFC 9110 §13.1.2, weak comparison). */
const isKnown = (etag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch !== undefined && (ifNoneMatch.trim() === '*' || ifNoneMatch.includes(etag.slice(2)));

/**
 * Charges the bytes of an answer to the pages' rate limit.
 *
 * @throws ApiError `service_unavailable` if the limit is exceeded
 */
function requireAllowance(allowance: LeakyBucket, bytes: number): void {
  const kib = Math.ceil(bytes / 1024);
  if (allowance.available(ALLOWANCE, Date.now()) < kib) throw atCapacity();
  allowance.use(kib);
}
