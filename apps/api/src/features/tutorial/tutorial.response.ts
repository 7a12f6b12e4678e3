import { Equals, IsString } from 'class-validator';

/**
 * The answer has the format of the tutorial that this project grew from: a response of a Lambda proxy integration, as
 * JSON.
 */
export class TutorialAnswer {
  /** The value is always 200. The service answers errors as problems, like on every route. */
  @Equals(200) readonly statusCode!: 200;
  /** A JSON text with the signed URL: `{"url":"…"}`. */
  @IsString() readonly body!: string;
}
