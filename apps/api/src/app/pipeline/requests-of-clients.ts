import type { FastifyRequest } from 'fastify';

/**
 * Removes the content type of a request without a body. Generated clients send a content type with every request, but a
 * request without a body has none (RFC 9110 §8.3).
 */
export function forgetTypeOfNothing({ headers }: FastifyRequest): void {
  const isEmpty = Number(headers['content-length'] ?? 0) === 0 && headers['transfer-encoding'] === undefined;
  if (isEmpty) delete headers['content-type'];
}

/** Returns whether a browser requests the root page. Other clients get a 404 there, as for any unknown path. */
export const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && url === '/' && (headers.accept?.startsWith('text/html') ?? false);
