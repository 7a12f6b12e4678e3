import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** The method for which a preflight asks, by operation. */
export const METHODS = { download: 'GET', head: 'HEAD', upload: 'PUT', delete: 'DELETE' } as const;
export type CheckedOperation = keyof typeof METHODS;

/** The maximum number of bytes of an answer that are read. */
const MOST_BYTES = 8 * 1024;

export interface Preflight {
  readonly url: URL;
  readonly origin: string;
  readonly method: string;
  readonly headers: readonly string[];
}

/** The storage's answer to a preflight. */
export interface PreflightAnswer {
  readonly status: number;
  readonly allowOrigin: string | undefined;
  readonly exposeHeaders: string | undefined;
}

/**
 * Sends a preflight as a browser does (Fetch Standard, "CORS-preflight fetch"). It sends no credentials and follows no
 * redirect.
 *
 * @param signal limits the time
 * @throws Error if the connection fails, the time is over, or the answer is longer than 8 KiB
 */
export function sendPreflight(
  { url, origin, method, headers }: Preflight,
  signal: AbortSignal,
): Promise<PreflightAnswer> {
  const sorted = headers.toSorted();
  return new Promise((resolve, reject) => {
    const options = {
      method: 'OPTIONS',
      signal,
      agent: false,
      maxHeaderSize: MOST_BYTES,
      headers: {
        origin,
        'access-control-request-method': method,
        ...(sorted.length > 0 && { 'access-control-request-headers': sorted.join(',') }),
      },
    };
    const sent = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (response) => {
      let size = 0;
      response.on('error', reject);
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_BYTES) response.destroy(new Error(`more than ${MOST_BYTES} bytes`));
      });
      response.on('end', () => {
        const { 'access-control-allow-origin': allowOrigin, 'access-control-expose-headers': exposeHeaders } =
          response.headers;
        resolve({ status: response.statusCode ?? 0, allowOrigin, exposeHeaders: exposeHeaders?.toString() });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Returns whether a browser accepts the answer as a permission. */
export const isPermission = ({ status, allowOrigin }: PreflightAnswer, origin: string): boolean =>
  status >= 200 && status < 300 && (allowOrigin === '*' || allowOrigin === origin);
