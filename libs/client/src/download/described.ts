import { USUAL_PART, type Context } from '../context.js';
import { headObject } from '../objects/head.js';
import type { DownloadOptions } from './options.js';

/** The known properties of an object before it is fetched. */
export interface Described {
  /** The size in bytes. */
  readonly size: number;
  readonly etag: string;
  /** The checksum of the whole object, in Base64. */
  readonly crc64nvme?: string | undefined;
  /** Whether the GET request asks for the checksum, because no HEAD request was sent. */
  readonly asksChecksum: boolean;
}

/**
 * Describes an object. For an object that is fetched in one request, the data of a listing is enough, since the answer
 * has the checksum. Answers to ranges have none.
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

/**
 * Returns whether an object is certainly fetched in one request. A small object may also be fetched in parts, if its
 * ETag is computed over parts.
 */
const isFetchedWhole = ({ size, etag }: { readonly size: number; readonly etag: string }): boolean =>
  size <= USUAL_PART && !etag.includes('-');
