import type { Context } from '../context.js';
import { hasCode, TransferError } from '../errors.js';
import { exchange } from '../storage/exchange.js';
import { textOf } from '../storage/send.js';
import { inParallel } from '../work/in-parallel.js';

/** Deletions that are prepared or under way at once. */
const MOST_DELETIONS = 100;

export interface RemoveOptions {
  readonly signal?: AbortSignal | undefined;
  /** Hears of each object as it is removed. */
  readonly onRemoved?: ((object: Removable) => void) | undefined;
}

export interface Removable {
  readonly key: string;
  /** Deletes this version itself; takes a grant of `deleteVersion`. */
  readonly versionId?: string | undefined;
}

/** The objects that could not be removed, and why. */
export interface RemoveResult {
  readonly removed: number;
  readonly failed: readonly (Removable & { readonly error: TransferError })[];
}

/** Removes objects; what is not there counts as removed. @throws the signal's reason */
export async function removeObjects(
  context: Context,
  objects: Iterable<Removable> | AsyncIterable<Removable>,
  { signal, onRemoved }: RemoveOptions = {},
): Promise<RemoveResult> {
  const failed: (Removable & { error: TransferError })[] = [];
  let removed = 0;
  await inParallel(
    objects,
    MOST_DELETIONS,
    async (object, own) => {
      try {
        await removeObject(context, object, own);
        removed += 1;
        onRemoved?.(object);
      } catch (error) {
        if (!(error instanceof TransferError)) throw error;
        failed.push({ ...object, error });
      }
    },
    signal,
  );
  return { removed, failed };
}

async function removeObject(
  context: Context,
  { key, versionId }: Removable,
  signal: AbortSignal,
): Promise<void> {
  const operation = { operation: 'delete' as const, key, ...(versionId !== undefined && { versionId }) };
  try {
    await exchange(context, { sign: (own) => context.api.sign(operation, own), signal, read: textOf });
  } catch (error) {
    if (!hasCode(error, 'not_found')) throw error;
  }
}
