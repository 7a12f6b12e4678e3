import { Type } from 'class-transformer';
import { Equals, IsIn, ValidateNested } from 'class-validator';
import { ListOfAny } from '#validation';
import { Problem } from '../../platform/problems/problem.js';
import { FormAnswer } from '../../signing/form.response.js';
import { UploadAnswer } from '../uploads/upload.response.js';

/** An operation that was signed, as the route of its kind answers it. */
export class SigningResult extends UploadAnswer {
  /** As the route would answer with. */
  @Equals(200) readonly status!: 200;
}

/** A form that was signed, as `POST /upload-forms` answers it: it has `fields`. */
export class FormResult extends FormAnswer {
  /** As the route would answer with. */
  @Equals(200) readonly status!: 200;
}

/** What single operations can be refused with: never 200, so that programs can tell results apart by it. */
const REFUSED = [400, 403, 422, 429, 503] as const;

/** An operation that was refused. */
export class RefusedResult {
  /** As the route would answer with. */
  @IsIn(REFUSED) readonly status!: (typeof REFUSED)[number];
  /** Why, and with which pointer into the batch. */
  @ValidateNested() @Type(() => Problem) readonly problem!: Problem;
}

/** One result for each operation, in their order. */
export class BatchAnswer {
  /** As many as there were operations. */
  @ListOfAny({ of: () => ({ SigningResult, FormResult, RefusedResult }) })
  readonly results!: readonly (SigningResult | FormResult | RefusedResult)[];
}
