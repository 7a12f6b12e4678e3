import { Type } from 'class-transformer';
import { Equals, IsIn, ValidateNested } from 'class-validator';
import { ListOfAny } from '#validation';
import { Problem } from '../../platform/problems/problem.js';
import { FormAnswer } from '../../signing/form.response.js';
import { UploadAnswer } from '../uploads/upload.response.js';

/** A signed operation, with the answer of its own route. */
export class SigningResult extends UploadAnswer {
  /** The status that its own route would answer. */
  @Equals(200) readonly status!: 200;
}

/** A signed form, with the answer of `POST /upload-forms`. It has `fields`. */
export class FormResult extends FormAnswer {
  /** The status that its own route would answer. */
  @Equals(200) readonly status!: 200;
}

/** The statuses of refused operations. 200 is not among them, so that programs can tell results apart. */
const REFUSED = [400, 403, 422, 429, 503] as const;

/** An operation that was refused. */
export class RefusedResult {
  /** The status that its own route would answer. */
  @IsIn(REFUSED) readonly status!: (typeof REFUSED)[number];
  /** The problem. Its pointers lead into the batch. */
  @ValidateNested() @Type(() => Problem) readonly problem!: Problem;
}

/** One result for each operation, in their order. */
export class BatchAnswer {
  /** One result for each operation. */
  @ListOfAny({ of: () => ({ SigningResult, FormResult, RefusedResult }) })
  readonly results!: readonly (SigningResult | FormResult | RefusedResult)[];
}
