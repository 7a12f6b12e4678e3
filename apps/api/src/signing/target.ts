import type { ObjectKey } from '#s3-presign';
import type { Action } from '#tenant-file';
import type { Limits } from '../tenancy/grants/limits.js';
import type { TenantAccess } from '../access/authorization/tenant-access.js';

/** A permitted action on a key. Only `SigningService` creates one. */
export interface Target {
  readonly access: TenantAccess;
  readonly action: Action;
  /** The key as the caller names it, or a prefix of the key. */
  readonly name: string;
  /** The key in the bucket, with the tenant's prefix. */
  readonly key: ObjectKey;
  /**
   * The limits of every grant that allows the operation, within those of the tenant and the upload session.
   * There is at least one. The request must keep all limits of one grant.
   */
  readonly limits: readonly Limits[];
}
