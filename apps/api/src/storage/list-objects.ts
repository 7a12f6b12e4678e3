import type {
  CommonPrefix,
  DeleteMarkerEntry,
  ListObjectVersionsCommandOutput,
  ObjectVersion,
} from '@aws-sdk/client-s3';
import { entityTag } from './entity-tag.js';
import type { TenantStorage } from './tenant-storage.js';

// S3 API Reference, ListObjectsV2 and ListObjectVersions. Keys here are those of the bucket, with the tenant's prefix.

export interface ListedObject {
  readonly key: string;
  /** Bytes; a delete marker has none. */
  readonly size?: number | undefined;
  /** The ETag in quotes, as S3 sends it. */
  readonly etag?: string | undefined;
  readonly lastModified: Date;
  readonly versionId?: string | undefined;
  /** For versions: whether a GET without versionId returns this one. */
  readonly isLatest?: boolean | undefined;
  readonly deleteMarker?: true | undefined;
}

/** Where a listing continues: behind this key, or behind this version of it. */
export interface ListingPosition {
  readonly after: string;
  readonly version?: string | undefined;
}

export interface ListedPage {
  readonly objects: readonly ListedObject[];
  /** With a delimiter: the beginnings of keys up to it, each once. */
  readonly folders?: readonly string[] | undefined;
  /** Where the same prefix goes on; `undefined`: there is no more under it. */
  readonly next?: ListingPosition | undefined;
}

export interface Listing {
  readonly prefix: string;
  readonly position?: ListingPosition | undefined;
  /** Most that a page may hold; S3 may give fewer. */
  readonly limit: number;
  /** Keys that have it behind the prefix are listed as the folder that they are in. */
  readonly delimiter?: '/' | undefined;
}

/** One page, in the order of the keys' bytes. */
export async function listObjects(
  storage: TenantStorage,
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

/** The same of all versions and delete markers; of one key the newest first. */
export async function listVersions(
  storage: TenantStorage,
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

/** Versions and delete markers come apart, each in order. */
function byKeyThenAge(a: ListedObject, b: ListedObject): number {
  if (a.key !== b.key) return compareKeys(a.key, b.key);
  if (a.isLatest !== b.isLatest) return a.isLatest ? -1 : 1;
  return b.lastModified.getTime() - a.lastModified.getTime();
}

/** "UTF-8 binary order", which is not that of JavaScript's strings. */
export const compareKeys = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

/** `encoding-type=url`, since XML can't hold every key. S3 writes a space as `+`, others as `%20`. */
export const decodeKey = (encoded = ''): string => decodeURIComponent(encoded.replaceAll('+', ' '));
