import { USUAL_PART, type Context } from '../context.js';
import { headObject } from '../objects/head.js';
import type { DownloadOptions } from './options.js';

/** What is known of an object before it is fetched. */
export interface Described {
  /** Bytes. */
  readonly size: number;
  readonly etag: string;
  /** Of the whole object, in Base64. */
  readonly crc64nvme?: string | undefined;
  /** Whether the object itself is asked for its checksum: a HEAD was saved. */
  readonly asksChecksum: boolean;
}

/**
 * Describes an object. What a listing said is enough for an object that is fetched in one request, whose answer shows
 * the checksum; answers to ranges show none.
 */
export async function describeObject(
  context: Context,
  key: string,
  { known, versionId, verify = true, signal }: DownloadOptions,
): Promise<Described> {
  const isCompared = verify && context.hashing.hasMd5;
  if (known && (!isCompared || isFetchedWhole(known))) return { ...known, asksChecksum: isCompared };
  const checksumMode = isCompared ? 'ENABLED' : undefined;
  const { size, etag, crc64nvme } = await headObject(context, key, { versionId, checksumMode, signal });
  return { size, etag, crc64nvme, asksChecksum: false };
}

/** Returns whether an object is fetched in one request, whatever its ETag is compared by: parts or the whole. */
const isFetchedWhole = ({ size, etag }: { readonly size: number; readonly etag: string }): boolean =>
  size <= USUAL_PART && !etag.includes('-');
