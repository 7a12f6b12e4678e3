import {
  IsArray,
  IsIn,
  IsInt,
  IsRFC3339,
  IsString,
  IsUrl,
  Matches,
  Min,
  ValidateNested,
} from 'class-validator';
import { Type } from 'class-transformer';
import type { LimitedBy, PresignMethod } from '#s3-presign';
import { IsStringMap } from '#validation';
import { Constraint } from '../platform/audit/constraint.js';

// The decorators are not for checking answers at run time: OpenAPI's schemas are made of them, as they are of requests.

const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE'] satisfies PresignMethod[];
const LIMITED_BY = ['request', 'default', 'policy', 'credentials'] satisfies LimitedBy[];
/** What every answer says of what was signed. */
export class SignedAnswer {
  /** As the caller named it, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** RFC 3339: a request must start before, by S3's clock. */
  @IsRFC3339() readonly expiresAt!: string;
  /** Seconds. */
  @IsInt() @Min(1) readonly expiresIn!: number;
  /** What made it so short: the request, the tenant's default or maximum, or the credentials behind the URL. */
  @IsIn(LIMITED_BY) readonly limitedBy!: LimitedBy;
  /** ULID; stands in the audit log and, as `x-signing-id`, in S3's server access log. */
  @Matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) readonly signingId!: string;
  /** Everything that must hold when the URL is used, with who enforces it. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Constraint)
  readonly constraints!: readonly Constraint[];
}

/** One URL handed out, and everything that its user must know. */
export class SigningAnswer extends SignedAnswer {
  /** Presigned. A secret until it expires: whoever has it can use it. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /** The only method that the URL can be used with. */
  @IsIn(METHODS) readonly method!: PresignMethod;
  /** What the client must set, by lower-case name. */
  @IsStringMap({ names: /^[a-z0-9!#$%&'*+.^_`|~-]+$/, values: /^[ -~]*$/ })
  readonly headers!: Readonly<Record<string, string>>;
  /** All that is signed, also what HTTP stacks set themselves (`host`, `content-length`). */
  @IsArray() @IsString({ each: true }) readonly signedHeaders!: readonly string[];
}
