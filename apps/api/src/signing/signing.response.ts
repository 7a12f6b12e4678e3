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
/** The members that every signed answer has. */
export class SignedAnswer {
  /** The key of the request, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** The time of expiry by RFC 3339. A request must start before it, by S3's clock. */
  @IsRFC3339() readonly expiresAt!: string;
  /** Seconds. */
  @IsInt() @Min(1) readonly expiresIn!: number;
  /** What limits the lifetime: the request, the tenant's default or maximum (`policy`), or the credentials behind the URL. */
  @IsIn(LIMITED_BY) readonly limitedBy!: LimitedBy;
  /** A ULID that identifies the signing in the audit log and, as `x-signing-id`, in S3's server access log. */
  @Matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) readonly signingId!: string;
  /** Everything that must hold when the URL is used, each with the party that enforces it. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Constraint)
  readonly constraints!: readonly Constraint[];
}

/** A signed URL, and everything that its user must know. */
export class SigningAnswer extends SignedAnswer {
  /** The presigned URL. It is secret until it expires, because its holder can use it. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /** The only method that the URL can be used with. */
  @IsIn(METHODS) readonly method!: PresignMethod;
  /** The header fields that the client must send, by lower-case name. */
  @IsStringMap({ names: /^[a-z0-9!#$%&'*+.^_`|~-]+$/, values: /^[ -~]*$/ })
  readonly headers!: Readonly<Record<string, string>>;
  /** The names of all signed header fields, those included that HTTP clients set themselves (`host`, `content-length`). */
  @IsArray() @IsString({ each: true }) readonly signedHeaders!: readonly string[];
}
