import { DELETIONS } from '../api/answers.js';
import { problemError } from '../api/problem.js';
import { requireRight } from '../api/shape.js';
import type { Deletions } from '../api/types.js';
import type { Context } from '../context.js';
import { hasCode, TransferError } from '../errors.js';
import { delay } from '../work/delay.js';
import { inBatches } from '../work/in-batches.js';
import { inParallel } from '../work/in-parallel.js';
import { pause } from '../work/retry.js';

/** The maximum number of objects in one request, which is the limit of S3 and of the API. */
const MOST_OBJECTS = 1000;

/** The maximum number of simultaneous requests. */
const MOST_REQUESTS = 2;

export interface RemoveOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called for each object after it was removed. */
  readonly onRemoved?: ((object: Removable) => void) | undefined;
}

export interface Removable {
  readonly key: string;
  /** Deletes this version itself; requires a grant of `deleteVersion`. */
  readonly versionId?: string | undefined;
}

/** The objects that could not be removed, with the reasons. */
export interface RemoveResult {
  readonly removed: number;
  readonly failed: readonly (Removable & { readonly error: TransferError })[];
}

/**
 * Asks the service to remove objects, in batches. Objects that don't exist count as removed.
 *
 * @throws the signal's reason
 */
export async function removeObjects(
  context: Context,
  objects: Iterable<Removable> | AsyncIterable<Removable>,
  { signal, onRemoved }: RemoveOptions = {},
): Promise<RemoveResult> {
  const failed: (Removable & { error: TransferError })[] = [];
  let removed = 0;
  await inParallel(
    inBatches(objects, MOST_OBJECTS),
    MOST_REQUESTS,
    async (batch, own) => {
      const errors = await removeBatch(context, batch, own);
      for (const object of batch) {
        const error = errors.get(object);
        if (error) failed.push({ ...object, error });
        else {
          removed += 1;
          onRemoved?.(object);
        }
      }
    },
    signal,
  );
  return { removed, failed };
}

type Errors = ReadonlyMap<Removable, TransferError>;

/** The objects that one request did not remove. */
interface Refusals {
  readonly errors: Errors;
  /** The objects that were refused temporarily by an answer, which no retry of the request has repeated. */
  readonly again: readonly Removable[];
}

/** Removes objects. Objects that are refused temporarily, such as by a rate limit, are sent again. */
async function removeBatch(
  context: Context,
  batch: readonly Removable[],
  signal: AbortSignal,
): Promise<Errors> {
  const { policy } = context.retries;
  const errors = new Map<Removable, TransferError>();
  let left = batch;
  for (let attempt = 1; ; attempt++) {
    const { errors: refused, again } = await removeOnce(context, left, signal);
    for (const object of left) errors.delete(object);
    for (const [object, error] of refused) errors.set(object, error);
    if (again.length < left.length) attempt = 1; // each time, a rate limit lets some objects through
    if (again.length === 0 || attempt >= policy.attempts) return errors;
    left = again;
    await delay(pause(policy, attempt), signal);
  }
}

/**
 * Removes objects in one request. If the whole request is refused because of one object, the objects are sent one by
 * one.
 */
async function removeOnce(
  context: Context,
  batch: readonly Removable[],
  signal: AbortSignal,
): Promise<Refusals> {
  try {
    const { results } = await context.api.call<Deletions>({
      method: 'POST',
      path: 'objects/deletions',
      body: { objects: batch.map(onlyWhatIsAsked) },
      signal,
      shape: DELETIONS,
      check: (answer) => requireRight(answer.results.length === batch.length),
    });
    const errors = new Map(
      results.flatMap((result, index) =>
        result.status !== 200 ? [[batch[index]!, problemError(result.problem, result.status)]] : [],
      ),
    );
    return { errors, again: batch.filter((object) => errors.get(object)?.isTemporary) };
  } catch (error) {
    if (!(error instanceof TransferError)) throw error;
    if (hasCode(error, 'invalid_request') && batch.length > 1) return removeEach(context, batch, signal);
    return { errors: new Map(batch.map((object) => [object, error])), again: [] };
  }
}

/** Returns only the fields that the API takes. Callers may pass items of a listing, which have more. */
const onlyWhatIsAsked = ({ key, versionId }: Removable): Removable => ({
  key,
  ...(versionId !== undefined && { versionId }),
});

async function removeEach(
  context: Context,
  batch: readonly Removable[],
  signal: AbortSignal,
): Promise<Refusals> {
  const errors = new Map<Removable, TransferError>();
  const again: Removable[] = [];
  for (const object of batch) {
    const refused = await removeOnce(context, [object], signal);
    for (const each of refused.errors) errors.set(...each);
    again.push(...refused.again);
  }
  return { errors, again };
}
