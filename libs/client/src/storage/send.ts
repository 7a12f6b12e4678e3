import type { BodyReader } from './body-reader.js';

/** A request over HTTP, to the API or to the storage. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A response whose head has arrived. Its body is read once, or discarded by `discard`. */
export interface HttpResponse {
  readonly status: number;
  /** Returns the value of a header; `undefined` if it is missing or the browser hides it. */
  readonly header: (name: string) => string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
  /** Reads the body into buffers. It is faster than `body`, and missing on some platforms. */
  readonly reader?: BodyReader | undefined;
  readonly discard: () => void;
}

/**
 * Sends a request and follows no redirect.
 *
 * @throws TransferError `network`, which is temporary, if the connection fails or is silent for too long
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** The maximum number of characters of an error response that are read. */
const MOST_TEXT = 8 * 1024 * 1024;

/** Returns the whole body as UTF-8. @throws TransferError `network` */
export async function textOf({ body }: HttpResponse): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_TEXT) break;
  }
  return text + decoder.decode();
}
