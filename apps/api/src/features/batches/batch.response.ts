import { Type } from 'class-transformer';
import { Equals, IsIn, ValidateNested } from 'class-validator';
import { ListOfAny } from '#validation';
import { Problem } from '../../platform/problems/problem.js';
import { FormAnswer } from '../../signing/form.response.js';
import { UploadAnswer } from '../uploads/upload.response.js';

/** A signed URL, with the members of the answer of the operation's own route. */
export class SigningResult extends UploadAnswer {
  /** The HTTP status that the operation's own route would return. */
  @Equals(200) readonly status!: 200;
}

/** A signed form, with the members of the answer of `POST /upload-forms`. It has `fields`. */
export class FormResult extends FormAnswer {
  /** The HTTP status that the operation's own route would return. */
  @Equals(200) readonly status!: 200;
}

/** The statuses of refused operations. 200 is not among them, so that programs can tell results apart. */
const REFUSED = [400, 403, 422, 429, 503] as const;

/** The refusal of an operation. */
export class RefusedResult {
  /** The HTTP status that the operation's own route would return. */
  @IsIn(REFUSED) readonly status!: (typeof REFUSED)[number];
  /** The reason of the refusal. Its pointers refer to the body of the batch. */
  @ValidateNested() @Type(() => Problem) readonly problem!: Problem;
}

/** The answer has one result for each operation. */
export class BatchAnswer {
  /** One result for each operation, in the order of `operations`. */
  @ListOfAny({ of: () => ({ SigningResult, FormResult, RefusedResult }) })
  readonly results!: readonly (SigningResult | FormResult | RefusedResult)[];
}
