import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Min, ValidateNested } from 'class-validator';
import { PARTS, VERDICTS, type Difference, type Explanation, type Part, type Verdict } from '#s3-presign';
import { Optional } from '#validation';

/** The first place at which the request that S3 received differs from the URL. */
export class DifferenceAnswer implements Difference {
  /** The number of the line in S3's canonical request, from 1. */
  @IsInt() @Min(1) readonly line!: number;
  /** The number of the character in this line, from 1. */
  @IsInt() @Min(1) readonly position!: number;
  /** The part of the request that the line contains. */
  @IsIn(PARTS) readonly part!: Part;
  /** The name of the header or query parameter that differs, if it is known. */
  @Optional() @IsString() readonly name?: string;
}

/** The answer says why the URL fails, or that the reason is unknown. */
export class ExplanationAnswer implements Explanation {
  /**
   * The reason. `unaltered` means that the URL is exactly as it was signed and has not expired. With `unknown`,
   * `detail` says why the service can't find the reason.
   */
  @IsIn(VERDICTS) readonly verdict!: Verdict;
  /** A text for a person that says what is wrong and what to do. */
  @IsString() readonly detail!: string;
  /** The name of the query parameter that causes the failure. */
  @Optional() @IsString() readonly parameter?: string;
  /** The name of the header that causes the failure. */
  @Optional() @IsString() readonly header?: string;
  /** The HTTP method that the URL was signed for, if the service knows it. */
  @Optional() @IsString() readonly method?: string;
  /** The first difference. It is present if `verdict` is `request_differs`. */
  @Optional()
  @ValidateNested()
  @Type(() => DifferenceAnswer)
  readonly difference?: DifferenceAnswer;
}
