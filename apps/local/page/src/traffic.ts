export type Destination = 'API' | 'S3';

/** A request that the page sent. */
export interface Exchange {
  readonly to: Destination;
  readonly method: string;
  /** The path without the query. */
  readonly path: string;
  /** The number of bytes of the body. */
  readonly sent: number;
  /** Whether the body is a file or a part of one, and not JSON. */
  readonly isFile: boolean;
  /** The HTTP status; `undefined` if there is no answer that the page can see. */
  readonly status: number | undefined;
}

/** A watcher of the requests of a page. */
export interface TrafficWatcher {
  began(to: Destination, host: string): void;
  ended(exchange: Exchange): void;
}

/**
 * Returns the browser's `fetch` with a watcher for everything that it sends.
 *
 * @param api the origin of the API; all other origins are S3's
 */
export function watchedFetch(api: string, watcher: TrafficWatcher): typeof fetch {
  return async (input, init = {}) => {
    const { href, host, origin, pathname } = new URL(
      input instanceof Request ? input.url : input,
      location.href,
    );
    const to = origin === api ? 'API' : 'S3';
    const type = new Headers(init.headers).get('content-type');
    const sent = sizeOf(init.body);
    const exchange = {
      to,
      method: init.method ?? 'GET',
      path: decoded(pathname),
      sent,
      isFile: sent > 0 && (to === 'S3' || type !== 'application/json'),
    } as const;
    watcher.began(to, host);
    let status: number | undefined;
    try {
      const response = await fetch(href, init);
      ({ status } = response);
      return response;
    } finally {
      watcher.ended({ ...exchange, status });
    }
  };
}

function sizeOf(body: BodyInit | null | undefined): number {
  if (typeof body === 'string') return new TextEncoder().encode(body).length;
  if (body instanceof Blob) return body.size;
  return body instanceof ArrayBuffer || ArrayBuffer.isView(body) ? body.byteLength : 0;
}

/** Returns a percent-decoded path, which shows the key as it is written. Returns an invalid path unchanged. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
