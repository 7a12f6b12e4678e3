import { gunzipSync } from 'node:zlib';
import accepts from 'accepts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RoutePermission } from '../../access/authorization/permission.decorator.js';
import type { RouteMediaTypes } from '../../platform/http/accept.js';
import { LeakyBucket, type RateLimit } from '../../platform/leaky-bucket.js';
import { atCapacity } from '../../platform/problems/api-error.js';
import type { DocsFile } from './docs-files.d.mts';

/** Pages and what belongs to them, packed by the build. */
export interface PackedSite {
  /** Media types by path. */
  readonly paths: Readonly<Record<string, string>>;
  /** Loads the files at the first request. */
  readonly load: () => Promise<{ readonly files: Readonly<Record<string, DocsFile>> }>;
  /** Content Security Policy Level 3: directives with what they allow. */
  readonly policy: Readonly<Record<string, string>>;
}

/** Directives that both pages share: only their own files, and no frame. */
export const OWN_FILES_ONLY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};

/** KiB of pages: some five visits a second. What strangers don't read stays in the kernel's memory, which is the pod's. */
const ALLOWANCE: RateLimit = { requestsPerSecond: 2 * 1024, burst: 16 * 1024 };

/** Serves the site without authentication. Files are read at the first request. */
export function servePacked(server: FastifyInstance, { paths, load, policy }: PackedSite): void {
  const contentSecurityPolicy = Object.entries(policy)
    .map((directive) => directive.join(' '))
    .join('; ');

  const allowance = new LeakyBucket(Date.now());
  let site: ReturnType<typeof load> | undefined;
  // one copy, which all answers share
  const compressed: Record<string, Buffer> = {};
  const plain: Record<string, Buffer> = {};

  async function answer(path: string, request: FastifyRequest, reply: FastifyReply) {
    const mediaType = paths[path]!;
    const { gzip, etag } = (await (site ??= load())).files[path]!;
    void reply.headers({
      'cache-control': 'no-cache',
      'content-security-policy': contentSecurityPolicy,
      etag,
      vary: 'origin, accept-encoding', // the former is of CORS
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

/** A page is found with a slash behind it, too. @param page as `/docs` */
export function redirectSlash(server: FastifyInstance, page: string): void {
  const config: RoutePermission & RouteMediaTypes = { permission: 'public', produces: 'text/html' };
  server.get(`${page}/`, { config }, (_request, reply) => reply.redirect(`..${page}`, 308));
}

/** RFC 9110 §13.1.2, weak comparison. */
const isKnown = (etag: string, ifNoneMatch: string | undefined): boolean =>
  ifNoneMatch !== undefined && (ifNoneMatch.trim() === '*' || ifNoneMatch.includes(etag.slice(2)));

/** @throws ApiError `service_unavailable` */
function requireAllowance(allowance: LeakyBucket, bytes: number): void {
  const kib = Math.ceil(bytes / 1024);
  if (allowance.available(ALLOWANCE, Date.now()) < kib) throw atCapacity();
  allowance.use(kib);
}
