import { STORED_PARTS } from '../api/answers.js';
import type { Context } from '../context.js';

/** Returns the path of an upload below the tenant's. A damaged uploadId may have any characters. */
export const pathOf = (uploadId: string): string => `multipart-uploads/${encodeURIComponent(uploadId)}`;

/**
 * Returns the uploadId of an upload that was just begun. The API's answer has it twice. If one of them was damaged on
 * the way, the API opens only the other.
 *
 * @param location the header `Location` of the answer; `undefined` if it is hidden
 * @throws the signal's reason
 */
export async function rightUploadId(
  { api }: Context,
  uploadId: string,
  location: string | undefined,
  signal: AbortSignal | undefined,
): Promise<string> {
  const [, other] = /\/multipart-uploads\/([^/?]+)$/.exec(location ?? '') ?? [];
  if (other === undefined || other === uploadId) return uploadId;
  for (const each of [uploadId, other]) {
    const listing = api.call({ method: 'GET', path: `${pathOf(each)}/parts`, signal, shape: STORED_PARTS });
    const isRight = await listing.then(
      () => true,
      () => false,
    );
    if (isRight) return each;
  }
  signal?.throwIfAborted();
  return uploadId; // the API will refuse it, and the upload begins again
}
