import { USUAL_PART, type Context } from '../context.js';
import { hasCode, TransferError } from '../errors.js';
import type { RandomSource, Source } from '../source.js';
import { untilAborted } from '../work/until-aborted.js';
import { beginUpload, type Begun } from './begin.js';
import type { UploadOptions, UploadResult } from './options.js';
import { uploadParts } from './parts.js';
import { abortUpload, journalName, requestText, resumeUpload } from './resume.js';
import { uploadSingle } from './single.js';
import { uploadStream } from './upload-stream.js';

/** How many times an upload is begun if the storage loses it. */
const MOST_BEGINNINGS = 3;

/** Uploads a source. @throws TransferError; the signal's reason */
export async function upload(
  context: Context,
  key: string,
  source: Source,
  options: UploadOptions,
): Promise<UploadResult> {
  const result = await send(context, key, source, options);
  if (options.requireVerified && result.verified === 'none') {
    throw new TransferError('not_verified', 'The object was uploaded, and no checksum verifies its bytes.');
  }
  return result;
}

async function send(
  context: Context,
  key: string,
  source: Source,
  options: UploadOptions,
): Promise<UploadResult> {
  if (source.kind === 'stream') return uploadStream(context, key, source, options);
  if (source.size <= USUAL_PART) return uploadWhole(context, key, source, options);
  for (let beginning = 1; ; beginning++) {
    try {
      return await uploadRandom(context, key, source, options);
    } catch (error) {
      // The storage or another client ended the upload.
      if (!hasCode(error, 'upload_not_active', 'retry_upload') || beginning >= MOST_BEGINNINGS) throw error;
    }
  }
}

function uploadWhole(
  context: Context,
  key: string,
  source: RandomSource,
  options: UploadOptions,
): Promise<UploadResult> {
  const { signal, onProgress } = options;
  return context.memory.run(
    source.size,
    async () => {
      const result = await uploadSingle(context, key, await source.read(0, source.size), options);
      await requireUnchanged(source);
      onProgress?.({ loaded: source.size, total: source.size });
      return result;
    },
    signal,
  );
}

async function uploadRandom(
  context: Context,
  key: string,
  source: RandomSource,
  options: UploadOptions,
): Promise<UploadResult> {
  let journal = options.resume !== false && source.fingerprint ? context.journal : undefined;
  const name = journal ? await untilAborted(journalName(context, key), options.signal) : '';
  const entry = await journal?.get(name).catch(() => undefined); // a journal that fails only prevents resumption
  const resumed = entry && (await resumeUpload(context, entry, source, options));
  const begun = resumed ?? (await beginUpload(context, key, source.size, options));
  /** Notes the upload. An upload that can't be noted goes on, and can't be resumed. */
  const note = async (isSent: boolean) => {
    try {
      await journal?.put(name, entryOf(begun, source, options, isSent));
    } catch {
      journal = undefined;
    }
  };
  if (!resumed) await note(false);
  try {
    const result = await uploadParts(context, key, source, begun, options, async () => {
      await requireUnchanged(source);
      await note(true);
    });
    await journal?.remove(name).catch(() => undefined);
    return result;
  } catch (error) {
    const isOver = hasCode(
      error,
      'upload_not_active',
      'object_exists',
      'source_changed',
      'retry_upload',
      'access_denied',
    );
    if (!journal || isOver) await abortUpload(context, begun.uploadId);
    if (isOver) await journal?.remove(name).catch(() => undefined);
    throw error;
  }
}

function entryOf(begun: Begun, source: RandomSource, options: UploadOptions, isSent: boolean) {
  const { uploadId, expiresAt, partSize, check, sent } = begun;
  return {
    uploadId,
    expiresAt,
    partSize,
    fingerprint: source.fingerprint!,
    request: requestText(options),
    ...(check && check !== 'MD5' && { algorithm: check }),
    ...(isSent && { sent: [...sent.values()] }),
  };
}

/** Checks that the source has not changed. @throws TransferError `source_changed` */
async function requireUnchanged({ fingerprint, look }: RandomSource): Promise<void> {
  if (!fingerprint || !look) return;
  const now = await look();
  if (now.size === fingerprint.size && now.modifiedAt === fingerprint.modifiedAt) return;
  throw new TransferError('source_changed', 'The file was changed while it was read. Upload it again.');
}
