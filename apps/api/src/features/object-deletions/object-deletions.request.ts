import { Matches } from 'class-validator';
import { NestedList, Optional } from '#validation';
import { IsExistingKey, VERSION_ID, version } from '../../signing/signing.request.js';

/** Most that S3 takes in one DeleteObjects. */
export const MAX_DELETIONS = 1000;
const objects = `must be a list of 1 to ${MAX_DELETIONS} objects, such as [{ "key": "reports/2026.pdf" }]`;

/** An object, or one version of it. */
export class ObjectToDelete {
  /** The object's key, without the tenant's prefix. */
  @IsExistingKey() key!: string;
  /** S3's version id. It deletes this version for good, and needs a grant of `deleteVersion`. */
  @Optional() @Matches(VERSION_ID, version) versionId?: string;
}

/** What to delete. */
export class ObjectDeletionsRequest {
  /** Up to 1,000 objects. Each is deleted or refused by itself. */
  @NestedList(() => ObjectToDelete, { min: 1, max: MAX_DELETIONS }, objects)
  objects!: ObjectToDelete[];
}
