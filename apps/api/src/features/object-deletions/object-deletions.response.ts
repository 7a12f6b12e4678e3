import { Type } from 'class-transformer';
import { Equals, IsBoolean, IsIn, IsString, ValidateNested } from 'class-validator';
import { ListOfAny, Optional } from '#validation';
import { Problem } from '../../platform/problems/problem.js';

/** An object that no longer exists. S3 does not say whether it existed before. */
export class DeletedResult {
  /** The HTTP status: 200 if the object was deleted, otherwise the status of the problem. */
  @Equals(200) readonly status!: 200;
  /** The key from the request. */
  @IsString() readonly key!: string;
  /** The version id from the request. */
  @Optional() @IsString() readonly versionId?: string;
  /** True if S3 added a delete marker or, with `versionId`, deleted one. It is absent otherwise. */
  @Optional() @IsBoolean() readonly deleteMarker?: true;
  /** The version id of this delete marker. */
  @Optional() @IsString() readonly deleteMarkerVersionId?: string;
}

/** The statuses of refused objects. 200 is not among them. */
const REFUSED = [400, 403, 429, 503] as const;

/** An object that was not deleted, or whose deletion S3 did not confirm. */
export class NotDeletedResult {
  /** The HTTP status: 200 if the object was deleted, otherwise the status of the problem. */
  @IsIn(REFUSED) readonly status!: (typeof REFUSED)[number];
  /** The reason why the object was not deleted. Its pointers refer to the body of the request. */
  @ValidateNested() @Type(() => Problem) readonly problem!: Problem;
}

/** The answer has one result for each object. */
export class ObjectDeletionsAnswer {
  /** One result for each object, in the order of `objects`. */
  @ListOfAny({ of: () => ({ DeletedResult, NotDeletedResult }) })
  readonly results!: readonly (DeletedResult | NotDeletedResult)[];
}
