import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Min, ValidateNested } from 'class-validator';
import { PARTS, VERDICTS, type Difference, type Explanation, type Part, type Verdict } from '#s3-presign';
import { Optional } from '#validation';

/** Where S3's canonical request first differs from the URL's. */
export class DifferenceAnswer implements Difference {
  /** The line of S3's canonical request, from 1. */
  @IsInt() @Min(1) readonly line!: number;
  /** The character in the line, from 1. */
  @IsInt() @Min(1) readonly position!: number;
  /** What the line is about. */
  @IsIn(PARTS) readonly part!: Part;
  /** The name of the header or parameter. */
  @Optional() @IsString() readonly name?: string;
}

/** Why the URL fails, or that the cause is unknown. It repeats only names from the request. */
export class ExplanationAnswer implements Explanation {
  /** The cause. `unaltered` means that the URL itself is right; with `unknown`, `detail` says why the cause can't be found. */
  @IsIn(VERDICTS) readonly verdict!: Verdict;
  /** What is wrong and what to do, in words. */
  @IsString() readonly detail!: string;
  /** The query parameter that causes it. */
  @Optional() @IsString() readonly parameter?: string;
  /** The header that causes it. */
  @Optional() @IsString() readonly header?: string;
  /** The method that the URL was signed for, if it is known. */
  @Optional() @IsString() readonly method?: string;
  /** The first difference, if `verdict` is `request_differs`. */
  @Optional()
  @ValidateNested()
  @Type(() => DifferenceAnswer)
  readonly difference?: DifferenceAnswer;
}
