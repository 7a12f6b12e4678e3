import { Equals, IsString } from 'class-validator';

/** The answer of the tutorial that this project grew from: a Lambda proxy response as JSON. */
export class TutorialAnswer {
  /** Always 200. Refusals are problems, as on every route. */
  @Equals(200) readonly statusCode!: 200;
  /** JSON: `{"url":"…"}` */
  @IsString() readonly body!: string;
}
