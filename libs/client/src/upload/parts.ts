import type { Context } from '../context.js';
import { MEMORY } from '../context.js';
import { TransferError } from '../errors.js';
import { piecesOf, type RandomSource, type StreamSource } from '../source.js';
import { exchange } from '../storage/exchange.js';
import { textOf } from '../storage/send.js';
import { inParallel } from '../work/in-parallel.js';
import type { Begun } from './begin.js';
import { completeUpload } from './complete.js';
import type { UploadOptions, UploadResult } from './options.js';
import { digestPart, etagOf, VERIFIED } from './part-digest.js';
import { planParts, type PlannedPart } from './plan.js';

/** The maximum number of parts that are prepared or sent at once. In practice, memory and the storage set the limit. */
const MOST_PARTS = 64;

/** The bytes of one part, from a source or from the next piece of a stream. */
interface PartBytes {
  readonly partNumber: number;
  readonly length: number;
  readonly read: (take: (length: number) => Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Sends the missing parts of an upload, and completes it.
 *
 * @param beforeCompletion is called with the parts that were sent
 * @throws TransferError
 */
export async function uploadParts(
  context: Context,
  key: string,
  source: RandomSource | StreamSource,
  begun: Begun,
  options: UploadOptions,
  beforeCompletion: () => Promise<void>,
): Promise<UploadResult> {
  const { signal, onProgress } = options;
  let loaded = begun.resumed;
  const send = async (part: PartBytes, own: AbortSignal) => {
    await sendPart(context, begun, part, source.size !== undefined, own);
    loaded += part.length;
    onProgress?.({ loaded, total: source.size });
  };
  if (loaded > 0) onProgress?.({ loaded, total: source.size });
  if (source.kind === 'stream') await sendPieces(source, begun, send, signal);
  else
    await inParallel(
      partsOf(source, begun, (each) => !begun.sent.has(each.partNumber)),
      MOST_PARTS,
      send,
      signal,
    );

  await beforeCompletion();
  const again = async (numbers: readonly number[]) => {
    if (source.kind === 'stream' && numbers.length > 0) {
      throw new TransferError(
        'corrupted',
        'The storage received other bytes than were sent, and a stream can’t be read again. Upload the data again.',
      );
    }
    if (source.kind === 'stream') return;
    const wanted = new Set(numbers);
    const resend = (part: PartBytes, own: AbortSignal) => sendPart(context, begun, part, true, own);
    await inParallel(
      partsOf(source, begun, ({ partNumber }) => wanted.has(partNumber)),
      MOST_PARTS,
      resend,
      signal,
    );
  };
  const completed = await completeUpload(context, key, begun, again, options);
  const { check, resumed } = begun;
  const { etag, versionId, size = source.size ?? loaded } = completed;
  return {
    key,
    size,
    ...(etag !== undefined && { etag }),
    ...(versionId !== undefined && { versionId }),
    verified: check ? VERIFIED[check] : 'none',
    resumed,
  };
}

function* partsOf(
  source: RandomSource,
  { partSize }: Begun,
  isWanted: (part: PlannedPart) => boolean,
): Generator<PartBytes> {
  for (const part of planParts(source.size, partSize)) {
    const { partNumber, start, end } = part;
    if (isWanted(part))
      yield { partNumber, length: end - start, read: (take) => source.read(start, end, take) };
  }
}

/** Sends the pieces of a stream. The stream is read no faster than its pieces are sent. */
async function sendPieces(
  { chunks }: StreamSource,
  { partSize }: Begun,
  send: (part: PartBytes, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const atOnce = Math.max(1, Math.floor(MEMORY / partSize) - 1);
  async function* parts(): AsyncGenerator<PartBytes> {
    let partNumber = 1;
    for await (const bytes of piecesOf(chunks, partSize)) {
      yield { partNumber: partNumber++, length: bytes.byteLength, read: () => Promise.resolve(bytes) };
    }
  }
  await inParallel(parts(), atOnce, send, signal);
}

async function sendPart(
  context: Context,
  { urls, check, sent }: Begun,
  { partNumber, length, read }: PartBytes,
  isPlanned: boolean,
  signal: AbortSignal,
): Promise<void> {
  await context.memory.run(
    length,
    async () => {
      const part = await digestPart(context, check, await read((size) => context.buffers.take(size)));
      const { checksum } = part;
      const toSign = {
        partNumber,
        ...(!isPlanned && { contentLength: length }),
        ...(checksum !== undefined && { checksum }),
      };
      const etag = await exchange(context, {
        sign: (own) => urls.sign(toSign, own),
        body: part.bytes,
        signal,
        read: async (response) => {
          await textOf(response);
          return etagOf(response, part);
        },
      });
      context.buffers.giveBack(part.bytes);
      sent.set(partNumber, { partNumber, etag, ...(checksum !== undefined && { checksum }) });
    },
    signal,
  );
}
