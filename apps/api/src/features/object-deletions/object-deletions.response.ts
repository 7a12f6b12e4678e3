import { Type } from 'class-transformer';
import { Equals, IsBoolean, IsIn, IsString, ValidateNested } from 'class-validator';
import { ListOfAny, Optional } from '#validation';
import { Problem } from '../../platform/problems/problem.js';

/** An object that is not there any more. Whether it was there before, S3 doesn't say. */
export class DeletedResult {
  /** 200 if the object was deleted, otherwise the status of the problem. */
  @Equals(200) readonly status!: 200;
  /** As the caller named it. */
  @IsString() readonly key!: string;
  /** As the caller named it. */
  @Optional() @IsString() readonly versionId?: string;
  /** In a versioned bucket: a delete marker was set, or, with `versionId`, deleted. */
  @Optional() @IsBoolean() readonly deleteMarker?: true;
  /** Version id of the delete marker. */
  @Optional() @IsString() readonly deleteMarkerVersionId?: string;
}

/** What single objects can be refused with: never 200. */
const REFUSED = [400, 403, 429, 503] as const;

/** An object that was not deleted, or of which S3 didn't say that it was. */
export class NotDeletedResult {
  /** 200 if the object was deleted, otherwise the status of the problem. */
  @IsIn(REFUSED) readonly status!: (typeof REFUSED)[number];
  /** Why, and with which pointer into the request. */
  @ValidateNested() @Type(() => Problem) readonly problem!: Problem;
}

/** One result for each object, in their order. */
export class ObjectDeletionsAnswer {
  /** As many as there were objects. */
  @ListOfAny({ of: () => ({ DeletedResult, NotDeletedResult }) })
  readonly results!: readonly (DeletedResult | NotDeletedResult)[];
}
