import { USUAL_PART, type Context } from '../context.js';
import { bytesOf, piecesOf, type Chunk, type StreamSource } from '../source.js';
import { abortable } from '../work/abortable.js';
import { beginUpload } from './begin.js';
import type { UploadOptions, UploadResult } from './options.js';
import { uploadParts } from './parts.js';
import { abortUpload } from './resume.js';
import { uploadSingle } from './single.js';

/**
 * Uploads a stream. A stream that ends within its first part is sent in one request.
 *
 * @throws TransferError; the signal's reason, also while the stream is silent
 */
export async function uploadStream(
  context: Context,
  key: string,
  source: StreamSource<Chunk>,
  options: UploadOptions,
): Promise<UploadResult> {
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, ...(options.signal ? [options.signal] : [])]);
  try {
    const chunks = bytesOf(abortable(source.chunks, signal), source.size);
    return await uploadChunks(context, key, { ...source, chunks }, options);
  } finally {
    ended.abort(); // a failed upload must not wait for a silent stream
  }
}

async function uploadChunks(
  context: Context,
  key: string,
  source: StreamSource & { readonly chunks: AsyncGenerator<Uint8Array> },
  options: UploadOptions,
): Promise<UploadResult> {
  const { chunks } = source;
  const head: Uint8Array[] = [];
  let length = 0;
  let isDone = false;
  while (!isDone && length <= USUAL_PART) {
    const { done, value } = await chunks.next();
    isDone = done === true;
    if (value) {
      head.push(value);
      length += value.byteLength;
    }
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* head.splice(0);
    yield* chunks;
  }
  if (isDone && length <= USUAL_PART) {
    for await (const bytes of piecesOf(whole(), USUAL_PART))
      return uploadSingle(context, key, bytes, options);
  }
  const begun = await beginUpload(context, key, source.size, options);
  try {
    const stream = { ...source, chunks: whole() };
    return await uploadParts(context, key, stream, begun, options, () => Promise.resolve());
  } catch (error) {
    await abortUpload(context, begun.uploadId);
    throw error;
  }
}
