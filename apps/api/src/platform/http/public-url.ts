import type { FastifyRequest } from 'fastify';

/**
 * Returns the API's URL as this caller sees it, without a trailing slash. The header fields of the request are trusted,
 * because only the same caller receives the answer.
 *
 * @param configured the configured URL, for gateways that change the path or hide the host
 */
export function publicUrlFor(request: FastifyRequest, configured: string | undefined): string {
  if (configured !== undefined) return configured;
  const { 'x-forwarded-proto': forwardedProto, 'x-forwarded-host': forwardedHost } = request.headers;
  const scheme = first(forwardedProto, /^https?$/) ?? request.protocol;
  const host = first(forwardedHost, HOST) ?? request.host;
  return `${scheme}://${host}`;
}

/** A host (RFC 3986 §3.2.2) with an optional port. */
const HOST = /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Returns the first value of a list field if it matches the pattern. Proxies append to the list, so its first value is
 * the one that the client used.
 */
function first(field: string | string[] | undefined, pattern: RegExp): string | undefined {
  const [value = ''] = [field ?? []].flat().join(',').split(',', 1);
  return pattern.test(value.trim()) ? value.trim() : undefined;
}
