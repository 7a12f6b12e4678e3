import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { HttpRequest, HttpResponse, Send } from '../storage/send.js';
import { chunksOf, failure } from './failure.js';
import { receivingSend } from './receiving-send.js';

/**
 * Returns a function that sends requests by Node's own HTTP client, with connections that are kept alive.
 *
 * @param stall milliseconds without progress after which it stops
 */
export function httpSend(stall: number): Send {
  const options = { keepAlive: true, scheduling: 'lifo' as const };
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  const receive = receivingSend(stall);
  return (request) =>
    request.method === 'GET' && !request.body
      ? receive(request)
      : new Promise((resolve, reject) => {
          const { method, url, headers = {}, body, signal } = request;
          const isSecure = url.startsWith('https:');
          const settings: RequestOptions = {
            method,
            headers: { ...headers, ...lengthOf(request) },
            agent: isSecure ? agents.https : agents.http,
            timeout: stall, // also while it connects, unlike `setTimeout`
            ...(signal && { signal }),
          };
          const sent = (isSecure ? httpsRequest : httpRequest)(url, settings);
          sent.on('timeout', () => sent.destroy(new Error(`no progress in ${stall} ms`)));
          sent.on('error', (error) => reject(failure(error, signal)));
          sent.on('response', (response) => resolve(responseOf(response, signal)));
          sent.end(body);
        });
}

/** Returns the header `Content-Length`, which is `0` if there is no body, because it may be signed (RFC 9110 §8.6). */
const lengthOf = ({ method, body }: HttpRequest): Record<string, string> =>
  body || method === 'PUT' || method === 'POST' ? { 'content-length': String(body?.byteLength ?? 0) } : {};

const responseOf = (response: IncomingMessage, signal?: AbortSignal): HttpResponse => ({
  status: response.statusCode ?? 0,
  header: (name) => {
    const value = response.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  },
  body: chunksOf(response, signal),
  // An empty body is read to its end, so that the connection can be used again.
  discard: () =>
    void (response.headers['content-length'] === '0' || response.complete
      ? response.resume()
      : end(response)),
});

/**
 * Discards the body of a response, and closes the connection if the response does not end within a second. A response
 * to HEAD has a length but no body.
 */
function end(response: IncomingMessage): void {
  response.on('error', () => undefined).resume();
  setTimeout(() => response.complete || response.destroy(), 1000).unref();
}
