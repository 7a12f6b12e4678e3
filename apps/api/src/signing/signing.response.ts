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

// The decorators do not check answers at run time. The OpenAPI schemas are generated from them, like those of requests.

const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE'] satisfies PresignMethod[];
const LIMITED_BY = ['request', 'default', 'policy', 'credentials'] satisfies LimitedBy[];
/** The members that every signed answer has. */
export class SignedAnswer {
  /** The object's key, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** The time of expiry in RFC 3339 format. S3 accepts a request only if it starts before this time by S3's clock. */
  @IsRFC3339() readonly expiresAt!: string;
  /** The number of seconds from signing to expiry. */
  @IsInt() @Min(1) readonly expiresIn!: number;
  /**
   * The rule that set the lifetime: `request` is the request's `expiresIn`, `default` is the tenant's default, `policy`
   * is the tenant's maximum, and `credentials` is the expiry of the AWS credentials behind the URL.
   */
  @IsIn(LIMITED_BY) readonly limitedBy!: LimitedBy;
  /**
   * A ULID that identifies the signing. The audit log contains it. S3's server access log also contains it, as the
   * URL's parameter `x-signing-id`, unless the tenant turns this parameter off.
   */
  @Matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) readonly signingId!: string;
  /** All conditions on the use of the URL, each with the party that enforces it. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Constraint)
  readonly constraints!: readonly Constraint[];
}

/** The answer has a signed URL, and everything that a client needs to use it. */
export class SigningAnswer extends SignedAnswer {
  /** The presigned URL. Keep it secret until it expires, because its holder can use it. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /** The only HTTP method that the URL can be used with. */
  @IsIn(METHODS) readonly method!: PresignMethod;
  /** The header fields that the client must send with exactly these values, by lower-case name. */
  @IsStringMap({ names: /^[a-z0-9!#$%&'*+.^_`|~-]+$/, values: /^[ -~]*$/ })
  readonly headers!: Readonly<Record<string, string>>;
  /**
   * The names of all signed header fields. They include fields that HTTP clients set themselves, such as `host` and
   * `content-length`.
   */
  @IsArray() @IsString({ each: true }) readonly signedHeaders!: readonly string[];
}
