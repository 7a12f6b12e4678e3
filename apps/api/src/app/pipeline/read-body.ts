import type { IncomingMessage } from 'node:http';
import { exchangeOf } from '../../platform/http/connections.js';
import type { ArrivingBody, Exchange } from '../../platform/http/exchange.js';
import { ApiError } from '../../platform/problems/api-error.js';

/**
 * The seconds after which a body must arrive steadily. The next constants are the observed window in seconds, and the
 * bytes that must arrive within the window.
 */
const START = 2;
const WINDOW = 5;
const MIN_BYTES = WINDOW * 16 * 1024;
/** The size of the first buffer in bytes. */
const MIN_ROOM = 4096;

type Done = (error: Error | null, body?: Buffer) => void;

/**
 * Reads the body of an admitted request into one buffer, for pieces of any size.
 *
 * @param limit bytes
 * @param done called once: with the body, or with an ApiError `body_too_large`, `invalid_request` or `request_timeout`
 */
export function readBody(request: IncomingMessage, limit: number, done: Done): void {
  const { 'content-length': announced, expect } = request.headers;
  const length = announced === undefined ? undefined : Number(announced);
  if (length !== undefined && length > limit) return done(tooLarge(limit));
  const exchange = exchangeOf(request);
  const isExpected = expect?.toLowerCase() === '100-continue' && request.httpVersion !== '1.0'; // RFC 9110 §10.1.1
  if (isExpected) exchange?.response.writeContinue();
  let body: Buffer | undefined;
  const arriving: ArrivingBody = { received: 0, looks: [], fail: finish };

  function finish(error?: Error): void {
    if (exchange) exchange.body = undefined;
    request.off('data', onData).off('end', onEnd).off('error', onError);
    if (error !== undefined) return done(error);
    if (length !== undefined && arriving.received !== length) return done(notAsLong());
    if (body?.length === arriving.received) return done(null, body);
    done(null, body?.subarray(0, arriving.received) ?? Buffer.alloc(0));
  }
  function onData(chunk: Buffer): void {
    const before = arriving.received;
    arriving.received += chunk.length;
    if (arriving.received > limit) return finish(tooLarge(limit));
    if (body === undefined && arriving.received === length)
      body = chunk; // the body arrived in one piece, as most do
    else (body = roomFor(arriving.received, length ?? limit, body)).set(chunk, before);
  }
  const onEnd = (): void => finish();
  const onError = (cause: Error): void => finish(cutOff(cause));

  if (exchange) exchange.body = arriving;
  request.on('data', onData).on('end', onEnd).on('error', onError);
}

/**
 * Returns a buffer for the received bytes and as many more. No memory is allocated for bytes that are only announced.
 */
function roomFor(bytes: number, most: number, body: Buffer = Buffer.alloc(0)): Buffer {
  if (bytes <= body.length) return body;
  const larger = Buffer.allocUnsafeSlow(Math.min(most, Math.max(2 * bytes, MIN_ROOM)));
  larger.set(body);
  return larger;
}

/** Fails bodies that arrive too slowly. Call this once a second. */
export function failSlowBodies(exchanges: readonly Exchange[]): void {
  for (const { body } of exchanges) {
    if (body === undefined) continue;
    body.looks.push(body.received);
    if (body.looks.length <= START + WINDOW) continue;
    const before = body.looks.at(-1 - WINDOW)!;
    if (body.received - before < MIN_BYTES) body.fail(tooSlow());
  }
}

const tooLarge = (limit: number): ApiError =>
  new ApiError('body_too_large', `The body exceeds ${limit} bytes, the limit of this route. Send less.`);
const notAsLong = (): ApiError =>
  new ApiError(
    'invalid_request',
    'The length of the body differs from content-length. Send the length in bytes.',
  );
const cutOff = (cause: Error): ApiError =>
  new ApiError(
    'invalid_request',
    'The body ended before all of it arrived. Send the request again.',
    undefined,
    { cause },
  );
const tooSlow = (): ApiError =>
  new ApiError(
    'request_timeout',
    `The body arrived more slowly than ${MIN_BYTES / WINDOW} bytes per second. Send it faster.`,
  );
