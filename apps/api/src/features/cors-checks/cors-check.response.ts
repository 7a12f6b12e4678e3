import { IsBoolean, IsIn, IsString } from 'class-validator';
import { Optional } from '#validation';

/** The parts of a CORS rule that may be missing. */
export const MISSING = ['origin', 'method', 'headers'] as const;
export type Missing = (typeof MISSING)[number];

/** What the bucket's CORS rules say to the page. */
export class CorsCheckAnswer {
  /** Whether a browser sends the request. */
  @IsBoolean() readonly allowed!: boolean;
  /** What no rule allows: the origin, the method from this origin, or a header field. */
  @Optional() @IsIn(MISSING) readonly missing?: Missing;
  /** Whether the page may read `ETag`, which uploads in parts need. It is absent if the bucket does not say. */
  @Optional() @IsBoolean() readonly exposesEtag?: boolean;
  /** What is missing and what to do, in words. */
  @IsString() readonly detail!: string;
}
