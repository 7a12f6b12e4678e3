import type { Writable } from 'node:stream';
import { PresignCore, type ClientOptions } from './client.js';
import type { DownloadOptions, DownloadResult } from './download/options.js';
import { writableSink } from './download/sink.js';
import { fileJournal } from './node/file-journal.js';
import { nodeHashing } from './node/hashing.js';
import { httpSend } from './node/http-send.js';
import { pathSink } from './node/path-sink.js';
import { openPath } from './node/path-source.js';
import { catchingErrors, nodeWritableSink } from './node/writable.js';
import { sourceOf, type Body } from './source.js';
import type { UploadOptions, UploadResult } from './upload/options.js';

export * from './exports.js';
export { fileJournal, journalFolder } from './node/file-journal.js';

/**
 * Moves bytes between a program and a tenant's bucket. Interrupted uploads of files are kept in
 * `$XDG_STATE_HOME/presign` and resumed when the same file is uploaded to the same key.
 */
export class PresignClient extends PresignCore {
  constructor(options: ClientOptions) {
    super(options, {
      send: httpSend,
      hashing: nodeHashing(),
      journal: () => fileJournal(),
      seesAllHeaders: true,
      parallel: 64, // small files need many
    });
  }

  /** Uploads bytes, a Blob, a text or a stream. */
  upload(key: string, body: Body, options?: UploadOptions): Promise<UploadResult> {
    return this.send(key, sourceOf(body, options?.size), options);
  }

  /** Uploads a file. */
  async uploadFile(key: string, path: string, options?: UploadOptions): Promise<UploadResult> {
    await using file = await openPath(path);
    return await this.send(key, file.source, options);
  }

  /** Downloads an object into memory. */
  download(key: string, options?: DownloadOptions): Promise<DownloadResult & { readonly bytes: Uint8Array }> {
    return this.receiveBytes(key, options);
  }

  /** Downloads an object to a file. The file gets its name only after all its bytes have arrived and are verified. */
  downloadFile(key: string, path: string, options?: DownloadOptions): Promise<DownloadResult> {
    return this.receive(key, (size) => pathSink(path, size), options);
  }

  /** Downloads an object to a stream, in order. */
  downloadTo(
    key: string,
    stream: Writable | WritableStream<Uint8Array>,
    options?: DownloadOptions,
  ): Promise<DownloadResult> {
    if (stream instanceof WritableStream) return this.receive(key, () => writableSink(stream), options);
    return catchingErrors(stream, () => this.receive(key, () => nodeWritableSink(stream), options));
  }
}
