import type { Context } from '../context.js';
import { abortUpload, journalName } from './resume.js';

/** An upload that can be resumed by uploading the same file to the same key. */
export interface InterruptedUpload {
  readonly key: string;
  /** Bytes of the file. */
  readonly size: number;
  /** When the file was last changed. */
  readonly modifiedAt: Date;
  /** From then on it can't be resumed. */
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

/** Ends an interrupted upload: the parts that arrived are removed, and so is its note. Without one, it does nothing. */
export async function discardUpload(context: Context, key: string): Promise<void> {
  const { journal } = context;
  if (!journal) return;
  const name = await journalName(context, key);
  const entry = await journal.get(name);
  if (!entry) return;
  await abortUpload(context, entry.uploadId);
  await journal.remove(name);
}

/** The key of a name that `journalName` made. */
function keyOf(name: string): string | undefined {
  try {
    const key: unknown = (JSON.parse(name) as unknown[])[3];
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
