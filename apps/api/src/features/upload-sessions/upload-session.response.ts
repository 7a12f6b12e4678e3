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

/** Something that holds in a session. */
export class SessionConstraint extends Constraint {
  /** Of the type that the request has it in. */
  @Allow()
  @SchemaOverride({})
  override readonly value!: unknown;
}

/** Enough to set up Uppy: where files go, which, how large, and until when. */
export class UploadSessionFacts {
  /** ULID; stands in the audit log with everything that is signed in the session. No secret. */
  @Matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) readonly sessionId!: string;
  /** RFC 3339: nothing is signed or completed from then on, and what was signed has ended. */
  @IsRFC3339() readonly expiresAt!: string;
  /** The folder, without the tenant's prefix. */
  @Optional() @IsString() readonly keyPrefix?: string;
  /** How the name of a file becomes a key in the folder. */
  @Optional() @IsIn(NAMINGS) readonly naming?: Naming;
  /** The one key, without the tenant's prefix. */
  @Optional() @IsString() readonly key?: string;
  /** Media types that may be uploaded; every one where left out. For Uppy's `restrictions.allowedFileTypes`. */
  @Optional() @IsArray() @IsString({ each: true }) readonly contentTypes?: readonly string[];
  /** Bytes; no limit but S3's where left out. For Uppy's `restrictions.maxFileSize`. */
  @Optional() @IsInt() @Min(1) readonly maxFileSize?: number;
  /** Everything that holds in the session, with who does it at the weakest. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SessionConstraint)
  readonly constraints!: readonly SessionConstraint[];
}

/** An upload session, and its capability. */
export class UploadSessionAnswer extends UploadSessionFacts {
  /** For `@uppy/aws-s3`. A secret: whoever has it can upload what the session allows. */
  @IsUrl({ require_tld: false }) readonly companionEndpoint!: string;
  /** Seconds. */
  @IsInt() @Min(1) readonly expiresIn!: number;
  /** What made it so short: the request, the default, or the tenant's maximum. */
  @IsIn(['request', 'default', 'policy']) readonly limitedBy!: 'request' | 'default' | 'policy';
}
