import { Type } from 'class-transformer';
import {
  Allow,
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
import { Optional, SchemaOverride } from '#validation';
import { NAMINGS, type Naming } from '../../access/authorization/upload-session.js';
import { Constraint, type EnforcedBy } from '../../platform/audit/constraint.js';

/** A condition on the uploads of a session. */
export class SessionConstraint extends Constraint {
  /** The value that the condition requires. Its type depends on `name`. */
  @Allow()
  @SchemaOverride({})
  override readonly value!: unknown;
  /** The name of the condition: a field of the session's request, such as `contentTypes`, or `expiresAt`. */
  declare readonly name: string;
  /** The party that enforces the condition. It is `service` for all conditions of a session. */
  declare readonly enforcedBy: EnforcedBy;
}

/** The answer says what the session allows, so that a page can set up Uppy. */
export class UploadSessionFacts {
  /** A ULID that identifies the session. Every event of the session in the audit log contains it. It is not secret. */
  @Matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) readonly sessionId!: string;
  /**
   * The expiry of the session in RFC 3339 format. After it, the service neither signs nor completes uploads, and all
   * signed URLs of the session have expired.
   */
  @IsRFC3339() readonly expiresAt!: string;
  /** The folder of the files, without the tenant's prefix. It is absent if the session has a `key`. */
  @Optional() @IsString() readonly keyPrefix?: string;
  /**
   * The rule by which the name of a file becomes a key: `unique` makes a new key for each file, and `filename` makes
   * the key `{keyPrefix}{filename}`. It is absent if the session has a `key`.
   */
  @Optional() @IsIn(NAMINGS) readonly naming?: Naming;
  /**
   * The only key that the session may write, without the tenant's prefix. It is absent if the session has a
   * `keyPrefix`.
   */
  @Optional() @IsString() readonly key?: string;
  /**
   * The media types that may be uploaded, for Uppy's `restrictions.allowedFileTypes`. If it is absent, every media type
   * is allowed.
   */
  @Optional() @IsArray() @IsString({ each: true }) readonly contentTypes?: readonly string[];
  /**
   * The maximum size of a file in bytes, for Uppy's `restrictions.maxFileSize`. If it is absent, only S3 limits the
   * size.
   */
  @Optional() @IsInt() @Min(1) readonly maxFileSize?: number;
  /** All conditions on the uploads of the session, each with the weakest party that enforces it. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SessionConstraint)
  readonly constraints!: readonly SessionConstraint[];
}

/** The answer has the endpoint of the new session, and says what the session allows. */
export class UploadSessionAnswer extends UploadSessionFacts {
  /**
   * The value for the option `companionEndpoint` of `@uppy/aws-s3`. Keep it secret, because its holder can upload what
   * the session allows.
   */
  @IsUrl({ require_tld: false }) readonly companionEndpoint!: string;
  /** The lifetime of the session in seconds. */
  @IsInt() @Min(1) readonly expiresIn!: number;
  /**
   * The rule that set the lifetime: `request` is the request's `expiresIn`, `default` is the default of 3,600 seconds,
   * and `policy` is the tenant's maximum.
   */
  @IsIn(['request', 'default', 'policy']) readonly limitedBy!: 'request' | 'default' | 'policy';
}
