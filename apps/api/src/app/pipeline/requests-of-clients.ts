import type { FastifyRequest } from 'fastify';

/** Generated clients name a media type with every request; what has no body has none (RFC 9110 §8.3). */
export function forgetTypeOfNothing({ headers }: FastifyRequest): void {
  const isEmpty = Number(headers['content-length'] ?? 0) === 0 && headers['transfer-encoding'] === undefined;
  if (isEmpty) delete headers['content-type'];
}

/** Someone looks at the address in a browser: programs get the 404 of any other path. */
export const wantsPage = ({ method, url, headers }: FastifyRequest): boolean =>
  method === 'GET' && url === '/' && (headers.accept?.startsWith('text/html') ?? false);
