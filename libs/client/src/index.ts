import { browserHashing } from './browser/hashing.js';
import { indexedDbJournal } from './browser/indexed-db-journal.js';
import { whenOnline } from './browser/online.js';
import { PresignCore, type ClientOptions } from './client.js';
import type { DownloadOptions, DownloadResult } from './download/options.js';
import { writableSink } from './download/sink.js';
import { sourceOf, type Body } from './source.js';
import { fetchSend } from './storage/fetch-send.js';
import type { UploadOptions, UploadResult } from './upload/options.js';

export * from './exports.js';
export { indexedDbJournal } from './browser/indexed-db-journal.js';

export interface BrowserClientOptions extends ClientOptions {
  /** The function that sends requests: the browser's own `fetch` if left out. Wrap it to log or trace requests. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/**
 * Moves bytes between a page and a tenant's bucket. Interrupted uploads of `File`s are kept in IndexedDB and resumed
 * when the same file is uploaded to the same key.
 */
export class PresignClient extends PresignCore {
  constructor(options: BrowserClientOptions) {
    // `fetch` is called without `this`, as browsers require, and looked up for each call, so that a later replacement
    // is used.
    const send: typeof globalThis.fetch = options.fetch ?? ((...request) => fetch(...request));
    super(options, {
      send: (stall) => fetchSend(stall, send),
      hashing: browserHashing,
      journal: () => (typeof indexedDB === 'undefined' ? undefined : indexedDbJournal()),
      seesAllHeaders: false,
      parallel: 16, // browsers queue all but six of a host, and the time in the queue counts as a stall
      whenOnline,
    });
  }

  upload(key: string, body: Body, options?: UploadOptions): Promise<UploadResult> {
    return this.send(key, sourceOf(body, options?.size), options);
  }

  /** Downloads an object into memory. */
  async download(key: string, options?: DownloadOptions): Promise<DownloadResult & { readonly blob: Blob }> {
    const { bytes, ...result } = await this.receiveBytes(key, options);
    return { ...result, blob: new Blob([bytes]) };
  }

  /** Downloads an object to a stream, such as that of a file that the user chose. */
  downloadTo(
    key: string,
    stream: WritableStream<Uint8Array>,
    options?: DownloadOptions,
  ): Promise<DownloadResult> {
    return this.receive(key, () => writableSink(stream), options);
  }
}
