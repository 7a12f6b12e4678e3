import { TransferError } from '../errors.js';
import type { HttpRequest, HttpResponse, Send } from './send.js';

/**
 * The slowest accepted upload, in bytes per millisecond. `fetch` reports no progress, so that a slower upload counts as
 * stalled.
 */
const SLOWEST = 32;

/**
 * Returns a function that sends requests by `fetch`.
 *
 * @param stall milliseconds without progress after which a connection is closed
 * @param fetch the browser's own function, or one that wraps it
 */
export const fetchSend =
  (stall: number, fetch: typeof globalThis.fetch): Send =>
  async ({ method, url, headers, body, signal }: HttpRequest): Promise<HttpResponse> => {
    const own = new AbortController();
    const timer = setTimeout(() => own.abort(), stall + (body?.byteLength ?? 0) / SLOWEST);
    const both = signal ? AbortSignal.any([signal, own.signal]) : own.signal;
    try {
      const response = await fetch(url, {
        method,
        ...(headers && { headers }),
        ...(body && { body }),
        signal: both,
        redirect: 'error',
        credentials: 'omit',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
      });
      return {
        status: response.status,
        header: (name) => response.headers.get(name) ?? undefined,
        body: chunksOf(response, stall, own, signal),
        discard: () => own.abort(),
      };
    } catch (cause) {
      throw failure(cause, signal);
    } finally {
      clearTimeout(timer);
    }
  };

async function* chunksOf(
  { body }: Response,
  stall: number,
  own: AbortController,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (!body) return;
  const reader = body.getReader();
  try {
    for (;;) {
      const timer = setTimeout(() => own.abort(), stall);
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } catch (cause) {
    throw failure(cause, signal);
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}

function failure(cause: unknown, signal?: AbortSignal): unknown {
  if (signal?.aborted) return signal.reason;
  const message = `The connection failed: ${(cause as Error).message}. In a browser, also check the bucket’s CORS rules.`;
  return new TransferError('network', message, { isTemporary: true, cause });
}
