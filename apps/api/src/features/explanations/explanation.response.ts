import { Type } from 'class-transformer';
import { IsIn, IsInt, IsString, Min, ValidateNested } from 'class-validator';
import { PARTS, VERDICTS, type Difference, type Explanation, type Part, type Verdict } from '#s3-presign';
import { Optional } from '#validation';

/** Where S3's canonical request first differs from the URL's. */
export class DifferenceAnswer implements Difference {
  /** Of S3's canonical request, from 1. */
  @IsInt() @Min(1) readonly line!: number;
  /** Character of the line, from 1. */
  @IsInt() @Min(1) readonly position!: number;
  /** What the line is about. */
  @IsIn(PARTS) readonly part!: Part;
  /** Of the header or parameter. */
  @Optional() @IsString() readonly name?: string;
}

/** Why the URL fails, or that it can't be told. It repeats nothing of the request but names. */
export class ExplanationAnswer implements Explanation {
  /** `unaltered`: nothing is wrong with the URL itself; `unknown`: `detail` says why it can't be told. */
  @IsIn(VERDICTS) readonly verdict!: Verdict;
  /** What is wrong and what to do, in words. */
  @IsString() readonly detail!: string;
  /** The query parameter that it is about. */
  @Optional() @IsString() readonly parameter?: string;
  /** The header that it is about. */
  @Optional() @IsString() readonly header?: string;
  /** The method that the URL was signed for, where that is known. */
  @Optional() @IsString() readonly method?: string;
  /** Where `verdict` is `request_differs`. */
  @Optional()
  @ValidateNested()
  @Type(() => DifferenceAnswer)
  readonly difference?: DifferenceAnswer;
}
