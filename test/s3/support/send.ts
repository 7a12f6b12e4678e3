import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** S3's error code; `undefined` if the answer has none, such as an answer to HEAD. */
  readonly code: string | undefined;
}

export interface Sending {
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array | string | undefined;
}

/**
 * Sends exactly this request. Its headers are `host`, `content-length` and the given ones, which replace these two. Its
 * path and query are exactly those of the URL. `fetch` would remove dot segments and forbid some headers.
 */
export async function send(method: string, url: string, { headers, body }: Sending = {}): Promise<Answer> {
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]+)(\/.*)$/s.exec(url) ?? [];
  const { protocol, hostname, port, host } = new URL(origin);
  const bytes = body === undefined ? undefined : Buffer.from(body);
  const length = bytes ? { 'content-length': String(bytes.byteLength) } : {};
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = (protocol === 'https:' ? httpsRequest : httpRequest)(
    {
      method,
      hostname,
      port,
      path,
      agent: false,
      setDefaultHeaders: false,
      headers: { host, connection: 'close', ...length, ...headers },
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const answer = Buffer.concat(chunks);
        const code = /<Code>(\w+)<\/Code>/.exec(answer.subarray(0, 4096).toString())?.[1];
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer, code });
      });
    },
  );
  request.on('error', reject);
  request.end(bytes);
  return promise;
}
