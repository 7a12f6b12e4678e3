import type { ObjectKey } from '#s3-presign';
import type { Action } from '#tenant-file';
import type { TenantAccess } from '../access/authorization/tenant-access.js';

/** An action on a key that the caller may do: only `SigningService` makes one. */
export interface Target {
  readonly access: TenantAccess;
  readonly action: Action;
  /** The key as the caller names it, or what it begins with. */
  readonly name: string;
  /** The same as S3 has it, with the tenant's prefix. */
  readonly key: ObjectKey;
}
