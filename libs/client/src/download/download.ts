import type { Context } from '../context.js';
import { TransferError } from '../errors.js';
import { describeObject } from './described.js';
import { fetchAll } from './fetch-all.js';
import { untilAborted } from '../work/until-aborted.js';
import type { DownloadOptions, DownloadResult } from './options.js';
import type { Sink } from './sink.js';
import { wantedOf } from './wanted.js';

/**
 * Downloads an object into a sink.
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
  const described = await describeObject(context, key, options);
  const { size, etag } = described;
  const sink = await sinkOf(size);
  try {
    const verified = await fetchAll(context, wantedOf(context, key, described, options), sink, options);
    if (options.requireVerified && verified === 'none') {
      throw new TransferError('not_verified', 'No checksum verifies that the bytes are those of the object.');
    }
    const finished = sink.finish();
    await (sink.isOrdered ? untilAborted(finished, options.signal) : finished);
    return { key, size, etag, verified };
  } catch (error) {
    await sink.abort(error);
    throw error;
  }
}
