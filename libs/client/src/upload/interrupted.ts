import type { Context } from '../context.js';
import { hasCode } from '../errors.js';
import { journalName } from './resume.js';
import { pathOf } from './upload-id.js';

/** An upload that can be resumed by uploading the same file to the same key. */
export interface InterruptedUpload {
  readonly key: string;
  /** The size of the file in bytes. */
  readonly size: number;
  /** The time when the file was last changed. */
  readonly modifiedAt: Date;
  /** The time from which the upload can't be resumed. */
  readonly expiresAt: Date;
}

/** Lists the interrupted uploads of this caller to this tenant. */
export async function listInterrupted(context: Context): Promise<readonly InterruptedUpload[]> {
  const named = (await context.journal?.list()) ?? [];
  const uploads = await Promise.all(
    named.map(async ({ name, entry }) => {
      const key = keyOf(name);
      if (key === undefined || (await journalName(context, key)) !== name) return [];
      const { size, modifiedAt } = entry.fingerprint;
      return { key, size, modifiedAt: new Date(modifiedAt), expiresAt: new Date(entry.expiresAt) };
    }),
  );
  return uploads.flat();
}

/**
 * Aborts an interrupted upload, and removes its parts and its journal entry. Does nothing if there is no such upload.
 *
 * @throws TransferError if the API does not abort the upload. The journal entry is then kept.
 */
export async function discardUpload(context: Context, key: string): Promise<void> {
  const { api, journal } = context;
  if (!journal) return;
  const name = await journalName(context, key);
  const entry = await journal.get(name);
  if (!entry) return;
  await api.call({ method: 'DELETE', path: pathOf(entry.uploadId) }).catch((error: unknown) => {
    if (!hasCode(error, 'upload_not_active')) throw error;
  });
  await journal.remove(name);
}

/** Returns the key in a name that `journalName` made. */
function keyOf(name: string): string | undefined {
  try {
    const key: unknown = (JSON.parse(name) as unknown[])[3];
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
