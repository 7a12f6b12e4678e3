import { isUtf8 } from 'node:buffer';
import type { HttpResult } from './event.js';

/** An answer as light-my-request gives it. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: NodeJS.Dict<number | string | readonly string[]>;
  readonly rawPayload: Buffer;
}

/** RFC 9110 §7.6.1: they are about a connection, and there is none. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/**
 * What isn't UTF-8 travels as Base64; every byte arrives either way.
 *
 * @param method of the request: to HEAD a connection would leave the body out (RFC 9110 §9.3.2)
 */
export function resultOfAnswer(method: string, { statusCode, headers, rawPayload }: Answer): HttpResult {
  const { 'set-cookie': cookies = [], ...others } = headers;
  const isText = isUtf8(rawPayload);
  return {
    statusCode,
    headers: Object.fromEntries(
      Object.entries(others)
        .filter(([name, value]) => value !== undefined && !OF_THE_CONNECTION.has(name))
        .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]),
    ),
    cookies: [cookies].flat().map(String),
    body: method === 'HEAD' ? '' : rawPayload.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: method !== 'HEAD' && !isText,
  };
}
