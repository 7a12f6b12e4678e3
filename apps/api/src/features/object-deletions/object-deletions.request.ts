import { Matches } from 'class-validator';
import { NestedList, Optional } from '#validation';
import { IsExistingKey, VERSION_ID, version } from '../../signing/signing.request.js';

/** The maximum number of objects that S3 accepts in one DeleteObjects request. */
export const MAX_DELETIONS = 1000;
const objects = `must be a list of 1 to ${MAX_DELETIONS} objects, such as [{ "key": "reports/2026.pdf" }]`;

/** An object to delete, or one version of it. */
export class ObjectToDelete {
  /** The object's key, without the tenant's prefix. */
  @IsExistingKey() key!: string;
  /** The id of the version to delete permanently. The caller then needs a grant of `deleteVersion`. */
  @Optional() @Matches(VERSION_ID, version) versionId?: string;
}

/** The request lists the objects to delete. */
export class ObjectDeletionsRequest {
  /** Up to 1,000 objects. The service deletes or refuses each of them independently. */
  @NestedList(() => ObjectToDelete, { min: 1, max: MAX_DELETIONS }, objects)
  objects!: ObjectToDelete[];
}
