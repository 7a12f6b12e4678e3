import type { HttpResponse, Send } from '../storage/send.js';
import { chunksOf, failure } from './failure.js';
import { ReceivingConnection, type Received } from './receiving-connection.js';

/**
 * Returns a function that sends GET requests by connections that are kept alive.
 *
 * @param stall milliseconds without progress after which it stops
 */
export function receivingSend(stall: number): Send {
  const idle = new Map<string, ReceivingConnection[]>();
  const take = (url: URL): ReceivingConnection => {
    const kept = idle.get(url.origin) ?? [];
    idle.set(url.origin, kept);
    for (let one = kept.pop(); one; one = kept.pop()) if (one.isOpen) return one;
    return new ReceivingConnection(url, stall, (connection) => kept.push(connection));
  };
  return async ({ url: text, headers = {}, signal }) => {
    signal?.throwIfAborted();
    const url = new URL(text);
    try {
      return responseOf(await take(url).get(url, headers, signal), signal);
    } catch (error) {
      throw failure(error, signal);
    }
  };
}

const responseOf = ({ status, headers, body }: Received, signal?: AbortSignal): HttpResponse => ({
  status,
  header: (name) => headers.get(name),
  body: chunksOf(body, signal),
  reader: {
    fill: (buffer) => body.fill(buffer).catch(failed(signal)),
    isAtEnd: () => body.isAtEnd().catch(failed(signal)),
  },
  discard: () => body.discard(),
});

const failed =
  (signal?: AbortSignal) =>
  (error: unknown): never => {
    throw failure(error, signal);
  };
