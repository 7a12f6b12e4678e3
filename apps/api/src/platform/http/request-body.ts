import type { IncomingMessage } from 'node:http';

/** Returns the body's length in bytes according to the head. Returns 0 for a chunked body, whose length is unknown. */
export const bodyLength = ({ headers }: IncomingMessage): number => Number(headers['content-length'] ?? 0);

export const isChunked = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined;

/** Returns whether a request has a body (RFC 9112 §6). */
export const hasBody = (request: IncomingMessage): boolean => isChunked(request) || bodyLength(request) > 0;
