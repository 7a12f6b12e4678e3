import { isUtf8 } from 'node:buffer';
import type { HttpResult } from './event.js';

/** An answer as light-my-request returns it. */
export interface Answer {
  readonly statusCode: number;
  readonly headers: NodeJS.Dict<number | string | readonly string[]>;
  readonly rawPayload: Buffer;
}

/** Headers about a connection (RFC 9110 §7.6.1), which Lambda does not have. */
const OF_THE_CONNECTION = new Set(['connection', 'keep-alive', 'transfer-encoding']);

/**
 * Converts an answer to the result. A body that is not UTF-8 is sent as Base64, and its bytes stay unchanged.
 *
 * @param method the method of the request; the answer to HEAD has no body (RFC 9110 §9.3.2)
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
