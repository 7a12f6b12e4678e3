import type {
  CommonPrefix,
  DeleteMarkerEntry,
  ListObjectVersionsCommandOutput,
  ObjectVersion,
} from '@aws-sdk/client-s3';
import { entityTag } from './entity-tag.js';
import type { CallerStorage } from './tenant-storage.js';

// See the S3 API Reference, ListObjectsV2 and ListObjectVersions. Keys in this file are those of the bucket, with the
// tenant's prefix.

export interface ListedObject {
  readonly key: string;
  /** The size in bytes; a delete marker has none. */
  readonly size?: number | undefined;
  /** The ETag in quotes, as S3 sends it. */
  readonly etag?: string | undefined;
  readonly lastModified: Date;
  readonly versionId?: string | undefined;
  /** Set for versions: true if a GET without versionId returns this version. */
  readonly isLatest?: boolean | undefined;
  readonly deleteMarker?: true | undefined;
}

/** The position after which a listing continues: a key, or a version of the key. */
export interface ListingPosition {
  readonly after: string;
  readonly version?: string | undefined;
}

export interface ListedPage {
  readonly objects: readonly ListedObject[];
  /** Set with a delimiter: the parts of keys up to the delimiter, each once. */
  readonly folders?: readonly string[] | undefined;
  /** The position at which the prefix continues; `undefined` if the listing is complete. */
  readonly next?: ListingPosition | undefined;
}

export interface Listing {
  readonly prefix: string;
  readonly position?: ListingPosition | undefined;
  /** The maximum number of items on a page; S3 may return fewer. */
  readonly limit: number;
  /** If set, keys with a delimiter after the prefix are listed as their folder. */
  readonly delimiter?: '/' | undefined;
}

/** Returns one page of objects, in the order of the bytes of their keys. */
export async function listObjects(
  storage: CallerStorage,
  { prefix, position, limit, delimiter }: Listing,
): Promise<ListedPage> {
  const page = await storage.call('ListObjectsV2', (client, { ListObjectsV2Command }, options) =>
    client.send(
      new ListObjectsV2Command({
        ...storage.place,
        Prefix: prefix,
        StartAfter: position?.after,
        MaxKeys: limit,
        ...(delimiter && { Delimiter: delimiter }),
        EncodingType: 'url',
      }),
      options,
    ),
  );
  const objects = (page.Contents ?? []).map(({ Key, Size, ETag, LastModified }) => ({
    key: decodeKey(Key),
    size: Size,
    etag: entityTag(ETag),
    lastModified: LastModified ?? new Date(0),
  }));
  const folders = foldersOf(page.CommonPrefixes);
  const last = [objects.at(-1)?.key, folders.at(-1)]
    .filter((key) => key !== undefined)
    .sort(compareKeys)
    .at(-1);
  return { objects, folders, ...(page.IsTruncated && last !== undefined && { next: { after: last } }) };
}

/** Returns one page of versions and delete markers. Those of one key are listed with the newest first. */
export async function listVersions(
  storage: CallerStorage,
  { prefix, position, limit, delimiter }: Listing,
): Promise<ListedPage> {
  const page = await storage.call('ListObjectVersions', (client, { ListObjectVersionsCommand }, options) =>
    client.send(
      new ListObjectVersionsCommand({
        ...storage.place,
        Prefix: prefix,
        KeyMarker: position?.after,
        VersionIdMarker: position?.version,
        MaxKeys: limit,
        ...(delimiter && { Delimiter: delimiter }),
        EncodingType: 'url',
      }),
      options,
    ),
  );
  const versions = (page.Versions ?? []).map((version) => ({
    ...versionOf(version),
    size: version.Size,
    etag: entityTag(version.ETag),
  }));
  const markers = (page.DeleteMarkers ?? []).map((marker) => ({
    ...versionOf(marker),
    deleteMarker: true as const,
  }));
  const objects = [...versions, ...markers].sort(byKeyThenAge);
  return { objects, folders: foldersOf(page.CommonPrefixes), next: nextVersion(page) };
}

const foldersOf = (prefixes: readonly CommonPrefix[] = []): string[] =>
  prefixes.map(({ Prefix }) => decodeKey(Prefix)).sort(compareKeys);

const versionOf = ({ Key, VersionId, IsLatest, LastModified }: ObjectVersion | DeleteMarkerEntry) => ({
  key: decodeKey(Key),
  versionId: VersionId,
  isLatest: IsLatest,
  lastModified: LastModified ?? new Date(0),
});

function nextVersion(page: ListObjectVersionsCommandOutput): ListingPosition | undefined {
  if (!page.IsTruncated || page.NextKeyMarker === undefined) return undefined;
  return { after: decodeKey(page.NextKeyMarker), version: page.NextVersionIdMarker };
}

/** Orders versions and delete markers by key, then by age. S3 returns the two kinds in separate lists. */
function byKeyThenAge(a: ListedObject, b: ListedObject): number {
  if (a.key !== b.key) return compareKeys(a.key, b.key);
  if (a.isLatest !== b.isLatest) return a.isLatest ? -1 : 1;
  return b.lastModified.getTime() - a.lastModified.getTime();
}

/** Compares keys in S3's "UTF-8 binary order", which differs from the order of JavaScript strings. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/**
 * Decodes a key of a listing with `encoding-type=url`, which is used because XML can't represent every key. S3 encodes
 * a space as `+`, other stores as `%20`.
 */
export const decodeKey = (encoded = ''): string => decodeURIComponent(encoded.replaceAll('+', ' '));
