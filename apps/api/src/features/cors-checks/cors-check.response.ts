import { IsBoolean, IsIn, IsString } from 'class-validator';
import { Optional } from '#validation';

/** The parts of a CORS rule that may be missing. */
export const MISSING = ['origin', 'method', 'headers'] as const;
export type Missing = (typeof MISSING)[number];

/** The answer says whether the bucket's CORS rules allow the request of the page. */
export class CorsCheckAnswer {
  /** True if a browser would send the request. */
  @IsBoolean() readonly allowed!: boolean;
  /**
   * The part of the request that no CORS rule allows: the origin, the method for this origin, or the header fields. It
   * is absent if the rules allow the request.
   */
  @Optional() @IsIn(MISSING) readonly missing?: Missing;
  /**
   * True if the page may read the header `ETag`, which multipart uploads need. It is absent if the rules do not allow
   * the request, and if the bucket does not say which headers it exposes.
   */
  @Optional() @IsBoolean() readonly exposesEtag?: boolean;
  /** A text for a person that says what is missing and what to do. */
  @IsString() readonly detail!: string;
}
