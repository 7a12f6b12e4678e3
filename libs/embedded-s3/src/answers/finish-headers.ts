import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admitted } from '../gate/gate.js';
import { KEPT_HEADER, keptHeaders } from '../objects/kept-headers.js';
import { responseOverrides } from '../objects/response-overrides.js';
import type { Cors } from './cors.js';

/**
 * Sets the headers of an answer as S3 does: those that fauxqs doesn't store, those that the URL asks for, and those of
 * every answer.
 *
 * @param admitted `null` for a request that the gate refused
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

/**
 * Moves a header to the end. Node re-encodes a content-disposition that comes after content-length, and then refuses
 * its characters that are not ASCII.
 */
function putLast(reply: FastifyReply, name: string): void {
  const value = reply.getHeader(name);
  reply.removeHeader(name);
  if (value !== undefined) reply.header(name, value);
}
