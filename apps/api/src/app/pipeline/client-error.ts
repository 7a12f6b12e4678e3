import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { ApiError } from '../../platform/problems/api-error.js';
import type { ProblemCode } from '../../platform/problems/problem-table.js';
import { problemOf, PROBLEM_MEDIA_TYPE } from '../../platform/problems/problem.js';

/**
 * Answers an error of Node's parser, for which there is no request and no reply: header fields that are too large, a
 * request that is too slow, or data that is not HTTP.
 *
 * @param requestTimeout seconds within which a request must have arrived
 * @returns the refusal; `undefined` if the client has disconnected
 */
export function answerClientError(
  error: Error & { code?: string },
  socket: Socket,
  requestTimeout: number,
): ProblemCode | undefined {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return undefined;
  }
  const answer = problemOf(causeOf(error, requestTimeout), randomUUID());
  const body = JSON.stringify(answer);
  socket.end(
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n` +
      `content-type: ${PROBLEM_MEDIA_TYPE}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `cache-control: no-store\r\nx-request-id: ${answer.requestId}\r\nconnection: close\r\n\r\n${body}`,
  );
  return answer.code;
}

function causeOf(error: Error & { code?: string }, requestTimeout: number): unknown {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTooSlow(requestTimeout);
  return error.code?.match(/^(?:HPE_|ERR_HTTP_)/) ? error : { code: 'HPE_UNKNOWN' };
}

/**
 * Returns the refusal of a slow request.
 *
 * @param seconds within which a request must have arrived; its head has at most 10 seconds
 */
export const requestTooSlow = (seconds: number): ApiError =>
  new ApiError(
    'request_timeout',
    `The request did not arrive within ${seconds} s, or its header fields within ${Math.min(seconds, 10)} s. Send it faster.`,
  );
