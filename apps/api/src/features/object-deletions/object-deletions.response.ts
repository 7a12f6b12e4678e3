import { Type } from 'class-transformer';
import { Equals, IsBoolean, IsIn, IsString, ValidateNested } from 'class-validator';
import { ListOfAny, Optional } from '#validation';
import { Problem } from '../../platform/problems/problem.js';

/** An object that does not exist any more. S3 does not say whether it existed before. */
export class DeletedResult {
  /** 200 if the object was deleted, otherwise the status of the problem. */
  @Equals(200) readonly status!: 200;
  /** The value from the request. */
  @IsString() readonly key!: string;
  /** The value from the request. */
  @Optional() @IsString() readonly versionId?: string;
  /** Whether a delete marker was added or, with `versionId`, deleted, in a versioned bucket. */
  @Optional() @IsBoolean() readonly deleteMarker?: true;
  /** The version id of the delete marker. */
  @Optional() @IsString() readonly deleteMarkerVersionId?: string;
}

/** The statuses of refused objects. 200 is not among them. */
const REFUSED = [400, 403, 429, 503] as const;

/** An object that was not deleted, or whose deletion S3 did not confirm. */
export class NotDeletedResult {
  /** 200 if the object was deleted, otherwise the status of the problem. */
  @IsIn(REFUSED) readonly status!: (typeof REFUSED)[number];
  /** The problem. Its pointers lead into the request. */
  @ValidateNested() @Type(() => Problem) readonly problem!: Problem;
}

/** One result for each object, in their order. */
export class ObjectDeletionsAnswer {
  /** One result for each object. */
  @ListOfAny({ of: () => ({ DeletedResult, NotDeletedResult }) })
  readonly results!: readonly (DeletedResult | NotDeletedResult)[];
}
