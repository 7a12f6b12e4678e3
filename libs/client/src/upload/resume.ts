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

/** Milliseconds that an uploadId must be good for. */
const MARGIN = 60_000;

/** Returns what an interrupted upload of a key is found by: its API, tenant, subject and key. */
export async function journalName({ api }: Context, key: string): Promise<string> {
  const { url, tenant, bearer } = api.options;
  return JSON.stringify([url, tenant, await bearer.subject(), key]);
}

/** Returns what the object is to be: an upload is resumed for nothing else. */
export const requestText = (options: UploadOptions): string =>
  JSON.stringify([describe(options), options.checksum ?? 'auto', options.partSize ?? 0]);

/**
 * The upload that was interrupted, if the source is as it was and the parts that are in the storage have its bytes.
 * Otherwise the upload is aborted.
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

/** @throws nothing: what can't be aborted now, the bucket's lifecycle rule ends. */
export async function abortUpload({ api }: Context, uploadId: string): Promise<void> {
  await api.call('DELETE', `multipart-uploads/${uploadId}`).catch(() => undefined);
}

const fallback = (context: Context, options: UploadOptions): PartCheck =>
  askedAlgorithm(options, context) && context.hashing.hasMd5 ? 'MD5' : undefined;

function isFor(entry: JournalEntry, now: Fingerprint | undefined, options: UploadOptions): boolean {
  const { size, modifiedAt } = entry.fingerprint;
  return now?.size === size && now.modifiedAt === modifiedAt && entry.request === requestText(options);
}

/** Parts that are in the storage; `undefined` if any has other bytes than the source, or that can't be told. */
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

/** As the storage lists them; once the upload is completed, as it was noted down before. */
async function listStored(
  { api }: Context,
  { uploadId, sent }: JournalEntry,
  signal?: AbortSignal,
): Promise<readonly SentDigest[] | undefined> {
  try {
    return (await api.call<StoredParts>('GET', `multipart-uploads/${uploadId}/parts`, undefined, signal))
      .parts;
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
