import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admitted } from '../gate/gate.js';
import { KEPT_HEADER, keptHeaders } from '../objects/kept-headers.js';
import { responseOverrides } from '../objects/response-overrides.js';
import type { Cors } from './cors.js';

/**
 * Brings the headers of an answer to what S3 sends: what fauxqs keeps no field for, what the URL asks for, and what
 * every answer has.
 *
 * @param admitted `null` for a request that got no further than the gate
 */
export function finishHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  admitted: Admitted | null,
  cors: Cors,
): void {
  const isRead = admitted?.operation === 'GetObject' || admitted?.operation === 'HeadObject';
  if (isRead && reply.statusCode < 300) {
    const withChecksums = request.headers['x-amz-checksum-mode'] === 'ENABLED' && reply.statusCode === 200;
    reply.headers(keptHeaders(reply.getHeaders(), withChecksums));
    reply.removeHeader(KEPT_HEADER);
    reply.header('accept-ranges', 'bytes');
    reply.headers(responseOverrides(admitted.parameters));
    putLast(reply, 'content-length');
  }
  reply.headers({ 'x-amz-request-id': request.id, 'x-amz-id-2': 'embedded-s3' });
  reply.headers(cors.of(request.method, request.headers));
}

/** Node re-encodes a content-disposition that stands behind content-length, and then refuses what isn't ASCII in it. */
function putLast(reply: FastifyReply, name: string): void {
  const value = reply.getHeader(name);
  reply.removeHeader(name);
  if (value !== undefined) reply.header(name, value);
}
