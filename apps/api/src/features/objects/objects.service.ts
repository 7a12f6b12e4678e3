import { Injectable } from '@nestjs/common';
import { formatTime, invalidKeyReason, InvalidKeyError } from '#s3-presign';
import { noGrant } from '../../access/authorization/requirement-of.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Sealer } from '../../access/sealing/sealer.js';
import { StorageLists } from '../../limits/storage-lists.js';
import { invalidRequest, type ApiError } from '../../platform/problems/api-error.js';
import {
  listObjects,
  listVersions,
  type ListedObject,
  type ListedPage,
  type ListingPosition,
} from '../../storage/list-objects.js';
import { TenantStorages } from '../../storage/tenant-storages.js';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import { grantedFolders, listFolder } from './list-folder.js';
import { listPage, type ListScope } from './list-page.js';
import { inBoth, listScopes } from './list-scopes.js';
import type { ObjectsRequest } from './objects.request.js';
import type { ObjectItem, ObjectsAnswer } from './objects.response.js';

export const DEFAULT_LIMIT = 100;
/** The lifetime of a cursor in seconds. */
const CURSOR_LIFE = 86_400;

/** The parameters of a listing and the position at which it continues. */
interface Listing {
  readonly prefix: string;
  readonly versions: boolean;
  /** True if only objects and folders directly under the prefix are listed. */
  readonly isFolder: boolean;
  /** The position, without the tenant's prefix. */
  readonly position?: ListingPosition | undefined;
}

/**
 * The claims of a cursor, which hold a listing. The prefix and the rest together are only as long as a key, so that
 * they fit into a cursor.
 */
interface CursorClaims {
  readonly prefix: string;
  /** The part of `position.after` that follows the prefix. */
  readonly rest: string;
  readonly versions: boolean;
  readonly version?: string | undefined;
  /** True if the listing is of a folder. */
  readonly folder?: true | undefined;
}

/**
 * Lists the objects that the caller may list, page by page. Each page is authorized again, so a cursor gives no
 * permission that the token does not give.
 */
@Injectable()
export class ObjectsService {
  constructor(
    private readonly sealer: Sealer,
    private readonly storages: TenantStorages,
    private readonly lists: StorageLists,
  ) {}

  /**
   * Lists one page.
   *
   * @throws ApiError `access_denied`, `invalid_request`, `sealing_unavailable`, `storage_unavailable` …
   */
  async list(access: TenantAccess, request: ObjectsRequest): Promise<ObjectsAnswer> {
    const listing = await this.#listingOf(access, request);
    await this.sealer.require(access);
    const scopes = scopesOf(access, listing);
    if (scopes.length === 0) throw notListable(access, listing);
    const limit = Number(request.limit ?? DEFAULT_LIMIT);
    return this.lists.run(access, limit, () => this.#answer(access, listing, scopes, limit));
  }

  async #answer(
    access: TenantAccess,
    listing: Listing,
    scopes: readonly string[],
    limit: number,
  ): Promise<ObjectsAnswer> {
    const { objects, folders, next } = await this.#page(access, listing, scopes, limit);
    return {
      items: objects.map((object) => itemOf(object, access.tenant)),
      ...(listing.isFolder && { folders: folders ?? [] }),
      ...(next && { nextCursor: await this.#cursor(access, listing, next) }),
    };
  }

  #page(
    access: TenantAccess,
    listing: Listing,
    scopes: readonly string[],
    limit: number,
  ): ListedPage | Promise<ListedPage> {
    const { prefix, position, isFolder } = listing;
    const list = this.#lister(access, listing);
    if (!isFolder) return listPage(scopes, position, limit, list);
    if (scopes[0] === prefix) return listFolder(prefix, position, limit, list);
    return grantedFolders(prefix, scopes, position, limit);
  }

  async #listingOf(
    access: TenantAccess,
    { prefix, versions, delimiter, cursor }: ObjectsRequest,
  ): Promise<Listing> {
    if (cursor === undefined) {
      checkPrefix(prefix ?? '', access.tenant);
      return { prefix: prefix ?? '', versions: versions === 'true', isFolder: delimiter !== undefined };
    }
    const claims = await this.sealer.unseal<CursorClaims>('cursor', access, cursor);
    if (
      !claims ||
      (prefix ?? claims.prefix) !== claims.prefix ||
      isOther(versions, claims.versions) ||
      (delimiter !== undefined && !claims.folder)
    ) {
      throw invalidRequest({
        pointer: '#/cursor',
        detail: 'Is not a cursor of this listing, or has expired. Begin again without it.',
      });
    }
    const { rest, version } = claims;
    const position = { after: claims.prefix + rest, version };
    return { prefix: claims.prefix, versions: claims.versions, isFolder: claims.folder ?? false, position };
  }

  /** Returns a function that lists the bucket. It converts between the caller's keys and those of the bucket. */
  #lister(access: TenantAccess, { versions, isFolder }: Listing): ListScope {
    const { keyPrefix } = access.tenant;
    const storage = this.storages.of(access);
    const list = versions ? listVersions : listObjects;
    return async (scope, position, limit) => {
      const { objects, folders, next } = await list(storage, {
        prefix: keyPrefix + scope,
        position: position && { ...position, after: keyPrefix + position.after },
        limit,
        delimiter: isFolder ? '/' : undefined,
      });
      const named = objects.map((object) => ({ ...object, key: object.key.slice(keyPrefix.length) }));
      return {
        objects: named,
        folders: folders?.map((folder) => folder.slice(keyPrefix.length)),
        next: next && { ...next, after: next.after.slice(keyPrefix.length) },
      };
    };
  }

  #cursor(
    access: TenantAccess,
    { prefix, versions, isFolder }: Listing,
    next: ListingPosition,
  ): Promise<string> {
    const claims: CursorClaims = {
      prefix,
      rest: next.after.slice(prefix.length),
      versions,
      version: next.version,
      folder: isFolder || undefined,
    };
    return this.sealer.seal('cursor', access, claims, this.sealer.after(CURSOR_LIFE));
  }
}

function scopesOf({ tenant: { grants }, caller }: TenantAccess, { prefix, versions }: Listing): string[] {
  const listable = grants.prefixes(caller, 'list');
  if (!versions) return listScopes(prefix, listable);
  return listScopes(prefix, inBoth(listable, grants.prefixes(caller, 'downloadVersion')));
}

/** Returns the refusal of a listing. Versions may be listed only under prefixes where the caller may read them. */
function notListable(access: TenantAccess, { prefix, versions }: Listing): ApiError {
  const mayList = listScopes(prefix, access.tenant.grants.prefixes(access.caller, 'list')).length > 0;
  return noGrant(access, versions && mayList ? 'downloadVersion' : 'list', prefix);
}

/** Checks a prefix by the rules for existing keys. It may be empty. */
function checkPrefix(prefix: string, tenant: Tenant): void {
  const reason = prefix === '' ? undefined : invalidKeyReason(prefix, tenant.keyPrefix, 'existing');
  if (reason) throw new InvalidKeyError(reason);
}

const isOther = (versions: ObjectsRequest['versions'], known: boolean): boolean =>
  versions !== undefined && (versions === 'true') !== known;

function itemOf(object: ListedObject, { keyPrefix, entry }: Tenant): ObjectItem {
  const { key, size, etag, versionId, isLatest, deleteMarker } = object;
  const unsignable = invalidKeyReason(key, keyPrefix, entry.keys ?? 'strict');
  return {
    key,
    ...(size !== undefined && { size }),
    ...(etag !== undefined && { etag }),
    lastModified: formatTime(Math.floor(object.lastModified.getTime() / 1000)),
    ...(versionId !== undefined && { versionId }),
    ...(isLatest !== undefined && { isLatest }),
    ...(deleteMarker && { deleteMarker }),
    ...(unsignable && { unsignable }),
  };
}
