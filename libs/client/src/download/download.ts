import type { Context } from '../context.js';
import { hasCode, TransferError } from '../errors.js';
import { describeObject } from './described.js';
import { fetchAll } from './fetch-all.js';
import { untilAborted } from '../work/until-aborted.js';
import type { DownloadOptions, DownloadResult } from './options.js';
import type { Sink } from './sink.js';
import { Target } from './target.js';
import { wantedOf } from './wanted.js';

/** How many times an object is looked at, if its ETag is then another one. */
const MOST_LOOKS = 3;

/**
 * Downloads an object into a sink. If the object has another ETag than was expected, looks at the object again and
 * downloads it from the start: it was replaced, or a proxy changed the ETag.
 *
 * @param sinkOf makes the sink for an object of this size in bytes
 * @throws TransferError, such as `not_found`, `object_changed`, `corrupted` and `not_verified`; the signal's reason
 */
export async function download(
  context: Context,
  key: string,
  sinkOf: (size: number) => Promise<Sink> | Sink,
  options: DownloadOptions,
): Promise<DownloadResult> {
  const target = new Target(sinkOf);
  for (let look = 1; ; look++) {
    try {
      return await downloadOnce(
        context,
        key,
        target,
        look === 1 ? options : { ...options, known: undefined },
      );
    } catch (error) {
      const isAgain = hasCode(error, 'object_changed') && look < MOST_LOOKS && target.canReopen;
      await target.abort(error, isAgain);
      if (!isAgain) throw error;
    }
  }
}

async function downloadOnce(
  context: Context,
  key: string,
  target: Target,
  options: DownloadOptions,
): Promise<DownloadResult> {
  const described = await describeObject(context, key, options);
  const { size, etag } = described;
  const sink = await target.open(size);
  const verified = await fetchAll(context, wantedOf(context, key, described, options), sink, options);
  if (options.requireVerified && verified === 'none') {
    throw new TransferError('not_verified', 'No checksum verifies that the bytes are those of the object.');
  }
  const finished = sink.finish();
  await (sink.isOrdered ? untilAborted(finished, options.signal) : finished);
  return { key, size, etag, verified };
}
