import { COMPLETED_UPLOAD, STORED_PARTS } from '../api/answers.js';
import type { CompletedUpload, SentPart, StoredParts } from '../api/types.js';
import type { Context } from '../context.js';
import { hasCode, TransferError } from '../errors.js';
import { bareEtag } from '../hash/etag.js';
import { headObject } from '../objects/head.js';
import type { Begun } from './begin.js';
import type { SentDigest } from './journal.js';
import type { UploadOptions } from './options.js';
import { pathOf } from './upload-id.js';

/** How many times parts are sent again before the upload fails. */
const MOST_ROUNDS = 4;

/**
 * Completes an upload. If the storage has other parts than those that were sent, they are sent again.
 *
 * @param sendAgain sends the parts with these numbers; throws for a stream
 * @throws TransferError
 */
export async function completeUpload(
  context: Context,
  key: string,
  { uploadId, sent, check }: Begun,
  sendAgain: (partNumbers: readonly number[]) => Promise<void>,
  { signal, ifNoneMatch }: UploadOptions,
): Promise<CompletedUpload> {
  const { api } = context;
  const path = pathOf(uploadId);
  for (let round = 1; ; round++) {
    try {
      const parts = [...sent.values()].map((part) => claimOf(part, check !== undefined && check !== 'MD5'));
      parts.sort((one, other) => one.partNumber - other.partNumber);
      return await api.call<CompletedUpload>({
        method: 'POST',
        path: `${path}/complete`,
        body: { parts },
        signal,
        shape: COMPLETED_UPLOAD,
      });
    } catch (error) {
      if (ifNoneMatch && hasCode(error, 'upload_not_active') && !(await isFree(context, key))) {
        throw keyIsTaken(error);
      }
      if (!hasCode(error, 'retry_upload') || round >= MOST_ROUNDS) throw error;
      const stored = await api.call<StoredParts>({
        method: 'GET',
        path: `${path}/parts`,
        signal,
        shape: STORED_PARTS,
      });
      await sendAgain(differences(sent, stored.parts));
    }
  }
}

/** Returns whether certainly no object has the key, so that the upload has ended for another reason. */
const isFree = (context: Context, key: string): Promise<boolean> =>
  headObject(context, key).then(
    () => false,
    (error: unknown) => hasCode(error, 'not_found'),
  );

const keyIsTaken = ({ message, status, requestId }: TransferError): TransferError =>
  new TransferError('object_exists', message, { status, requestId });

const claimOf = ({ partNumber, etag, checksum }: SentDigest, isChecked: boolean): SentPart => ({
  partNumber,
  etag,
  ...(isChecked && checksum !== undefined && { checksum }),
});

/**
 * Returns the numbers of the parts that are missing in the storage or differ. If only the ETag differs and the digest
 * shows that the part is right, the ETag in `sent` is corrected.
 */
export function differences(sent: Map<number, SentDigest>, stored: readonly SentDigest[]): number[] {
  const there = new Map(stored.map((part) => [part.partNumber, part]));
  return [...sent.values()].flatMap((part) => {
    const found = there.get(part.partNumber);
    if (found && bareEtag(found.etag) === bareEtag(part.etag)) return [];
    if (!found || part.checksum === undefined || found.checksum !== part.checksum) return [part.partNumber];
    sent.set(part.partNumber, { ...part, etag: found.etag });
    return [];
  });
}
