import { STORED_PARTS } from '../api/answers.js';
import type { StoredParts } from '../api/types.js';
import type { Context } from '../context.js';
import { hasCode } from '../errors.js';
import { bareEtag, md5OfEtag } from '../hash/etag.js';
import { hex } from '../hash/text.js';
import type { Fingerprint, RandomSource } from '../source.js';
import { inParallel } from '../work/in-parallel.js';
import type { Begun } from './begin.js';
import type { JournalEntry, SentDigest } from './journal.js';
import { describe, type UploadOptions } from './options.js';
import { askedAlgorithm, digestPart, type PartCheck } from './part-digest.js';
import { PartUrls } from './part-urls.js';
import { planParts, type PlannedPart } from './plan.js';
import { pathOf } from './upload-id.js';

/** The time for which an uploadId must still be valid, in milliseconds. */
const MARGIN = 60_000;

/** Returns the name of the journal entry for a key. It consists of API, tenant, subject and key. */
export async function journalName({ api }: Context, key: string): Promise<string> {
  const { url, tenant, bearer } = api.options;
  return JSON.stringify([url, tenant, await bearer.subject(), key]);
}

/** Returns the properties that the object is to have, as text. An upload is resumed only if the text is equal. */
export const requestText = (options: UploadOptions): string =>
  JSON.stringify([describe(options), options.checksum ?? 'auto', options.partSize ?? 0]);

/**
 * Returns the interrupted upload if the source is unchanged and the parts in the storage have its bytes. Otherwise
 * aborts the upload.
 */
export async function resumeUpload(
  context: Context,
  entry: JournalEntry,
  source: RandomSource,
  options: UploadOptions,
): Promise<Begun | undefined> {
  if (entry.expiresAt < Date.now() + MARGIN) return undefined;
  const sent = isFor(entry, source.fingerprint, options)
    ? await sentParts(context, entry, source, options)
    : undefined;
  if (!sent) {
    await abortUpload(context, entry.uploadId);
    return undefined;
  }
  const { uploadId, expiresAt, partSize, algorithm } = entry;
  const lengthOf = ({ partNumber }: SentDigest) =>
    Math.min(partSize, source.size - (partNumber - 1) * partSize);
  return {
    uploadId,
    expiresAt,
    partSize,
    check: algorithm ?? fallback(context, options),
    urls: new PartUrls(context, uploadId, [], 0),
    sent: new Map(sent.map((part) => [part.partNumber, part])),
    resumed: sent.reduce((sum, part) => sum + lengthOf(part), 0),
  };
}

/** Aborts an upload. Never throws: the bucket's lifecycle rule removes uploads that can't be aborted now. */
export async function abortUpload({ api }: Context, uploadId: string): Promise<void> {
  await api.call({ method: 'DELETE', path: pathOf(uploadId) }).catch(() => undefined);
}

const fallback = (context: Context, options: UploadOptions): PartCheck =>
  askedAlgorithm(options, context) && context.hashing.hasMd5 ? 'MD5' : undefined;

function isFor(entry: JournalEntry, now: Fingerprint | undefined, options: UploadOptions): boolean {
  const { size, modifiedAt } = entry.fingerprint;
  return now?.size === size && now.modifiedAt === modifiedAt && entry.request === requestText(options);
}

/**
 * Returns the parts that are in the storage; `undefined` if one of them has other bytes than the source, or if the
 * bytes can't be compared.
 */
async function sentParts(
  context: Context,
  entry: JournalEntry,
  source: RandomSource,
  options: UploadOptions,
): Promise<readonly SentDigest[] | undefined> {
  const stored = await listStored(context, entry, options.signal);
  if (!stored) return undefined;
  const planned = new Map([...planParts(source.size, entry.partSize)].map((part) => [part.partNumber, part]));
  let isSame = true;
  await inParallel(
    stored,
    4,
    async (part) => {
      const plan = planned.get(part.partNumber);
      isSame &&= plan !== undefined && (await hasBytes(context, entry.algorithm, source, plan, part));
    },
    options.signal,
  );
  return isSame ? stored : undefined;
}

/**
 * Returns the parts that the storage lists. If the upload is already completed, returns the parts in the journal entry.
 */
async function listStored(
  { api }: Context,
  { uploadId, sent }: JournalEntry,
  signal?: AbortSignal,
): Promise<readonly SentDigest[] | undefined> {
  try {
    const path = `${pathOf(uploadId)}/parts`;
    return (await api.call<StoredParts>({ method: 'GET', path, signal, shape: STORED_PARTS })).parts;
  } catch (error) {
    if (!hasCode(error, 'upload_not_active')) throw error;
    return sent;
  }
}

async function hasBytes(
  context: Context,
  algorithm: JournalEntry['algorithm'],
  source: RandomSource,
  { start, end }: PlannedPart,
  { etag, checksum }: SentDigest,
): Promise<boolean> {
  return context.memory.run(end - start, async () => {
    const bytes = await source.read(start, end);
    if (algorithm) return (await digestPart(context, algorithm, bytes)).checksum === checksum;
    if (!context.hashing.hasMd5 || !md5OfEtag(etag)) return false;
    return hex((await context.hashing.digest('MD5', bytes)).digest) === bareEtag(etag);
  });
}
