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
import { Constraint } from '../../platform/audit/constraint.js';

/** A constraint of a session. */
export class SessionConstraint extends Constraint {
  /** The value, of the type that it has in the request. */
  @Allow()
  @SchemaOverride({})
  override readonly value!: unknown;
}

/** What a page needs to set up Uppy: the folder, types, sizes and expiry. */
export class UploadSessionFacts {
  /** A ULID that the audit log has with everything that is signed in the session. It is not a secret. */
  @Matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) readonly sessionId!: string;
  /** The time of expiry by RFC 3339. From then on nothing is signed or completed, and what was signed has expired. */
  @IsRFC3339() readonly expiresAt!: string;
  /** The folder, without the tenant's prefix. */
  @Optional() @IsString() readonly keyPrefix?: string;
  /** How the name of a file becomes a key. */
  @Optional() @IsIn(NAMINGS) readonly naming?: Naming;
  /** The only key, without the tenant's prefix. */
  @Optional() @IsString() readonly key?: string;
  /** Media types that may be uploaded, for Uppy's `restrictions.allowedFileTypes`. If it is absent, every type may be. */
  @Optional() @IsArray() @IsString({ each: true }) readonly contentTypes?: readonly string[];
  /** Bytes of each file, for Uppy's `restrictions.maxFileSize`. If it is absent, only S3 limits the size. */
  @Optional() @IsInt() @Min(1) readonly maxFileSize?: number;
  /** All constraints of the session, each with the weakest party that enforces it. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SessionConstraint)
  readonly constraints!: readonly SessionConstraint[];
}

/** An upload session with its endpoint. */
export class UploadSessionAnswer extends UploadSessionFacts {
  /** The endpoint for `@uppy/aws-s3`. It is secret, because its holder can upload what the session allows. */
  @IsUrl({ require_tld: false }) readonly companionEndpoint!: string;
  /** Seconds. */
  @IsInt() @Min(1) readonly expiresIn!: number;
  /** What limits the lifetime: the request, the default, or the tenant's maximum. */
  @IsIn(['request', 'default', 'policy']) readonly limitedBy!: 'request' | 'default' | 'policy';
}
