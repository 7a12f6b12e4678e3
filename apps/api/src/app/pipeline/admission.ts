import type { FastifyRequest } from 'fastify';
import type { Admissions } from '../../limits/admissions.js';
import { BODY_LIMIT } from '../../platform/http/body-limit.js';
import type { RouteConfig } from './gates.js';

/**
 * Admits a request, and reserves memory for it. Public routes are exempt.
 *
 * @throws ApiError `service_unavailable`
 */
export function admitRequest(
  admissions: Admissions,
  request: FastifyRequest,
  { bodyLimit, reserves }: RouteConfig,
): void {
  if (request.access === undefined) return;
  admissions.admit(request.raw, request.access);
  const bytes = bodyBytes(request, bodyLimit) + (reserves?.(request) ?? 0);
  if (bytes > 0) admissions.reserve(request.raw, bytes);
}

/**
 * Returns the number of bytes of memory that a large body may take, from the header fields. It is 0 for a small body,
 * because each request has memory for one.
 */
function bodyBytes({ headers }: FastifyRequest, bodyLimit: number | undefined): number {
  if (bodyLimit === undefined) return 0;
  const bytes = Math.min(Number(headers['content-length'] ?? bodyLimit), bodyLimit);
  return bytes > BODY_LIMIT ? bytes : 0;
}
