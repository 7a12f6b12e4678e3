import type { FastifyRequest } from 'fastify';

/**
 * The API's URL as this caller sees it, without a slash at the end. The caller's own header fields
 * are trusted for this, since only that caller gets the answer.
 *
 * @param configured for gateways that change the path or hide the host
 */
export function publicUrlFor(request: FastifyRequest, configured: string | undefined): string {
  if (configured !== undefined) return configured;
  const { 'x-forwarded-proto': forwardedProto, 'x-forwarded-host': forwardedHost } = request.headers;
  const scheme = first(forwardedProto, /^https?$/) ?? request.protocol;
  const host = first(forwardedHost, HOST) ?? request.host;
  return `${scheme}://${host}`;
}

/** RFC 3986 §3.2.2 host, with a port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/** The first of a list is what the client's side saw. */
function first(field: string | string[] | undefined, pattern: RegExp): string | undefined {
  const [value = ''] = [field ?? []].flat().join(',').split(',', 1);
  return pattern.test(value.trim()) ? value.trim() : undefined;
}
