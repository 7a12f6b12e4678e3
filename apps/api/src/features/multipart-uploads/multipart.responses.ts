import { Type } from 'class-transformer';
import { IsArray, IsInt, IsRFC3339, IsString, Max, Min, ValidateNested } from 'class-validator';
import { Optional } from '#validation';
import { Constraint } from '../../platform/audit/constraint.js';
import { SigningAnswer } from '../../signing/signing.response.js';
import { MAX_PARTS } from './part-plan.js';

/** One part's URL. PUT exactly `contentLength` bytes where that is there; keep the ETag of S3's answer. */
export class PartAnswer extends SigningAnswer {
  /** Its place in the object. */
  @IsInt() @Min(1) @Max(MAX_PARTS) readonly partNumber!: number;
  /** Bytes; signed. Left out where neither the plan nor the request says how many. */
  @Optional() @IsInt() @Min(1) readonly contentLength?: number;
}

/** URLs of parts, in the order in which they were asked for. */
export class PartsAnswer {
  /** One for each that was asked for. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => PartAnswer) readonly parts!: readonly PartAnswer[];
}

/** An upload that takes parts from now on. */
export class MultipartUploadAnswer {
  /** Sealed; a secret. Only the same subject can use it, on any replica, until it ends. */
  @IsString() readonly uploadId!: string;
  /** As the caller named it, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** RFC 3339: no part is signed and nothing completed from then on. URLs end by themselves, and can be had again. */
  @IsRFC3339() readonly expiresAt!: string;
  /** Bytes of every part but the last. */
  @IsInt() @Min(1) readonly partSize!: number;
  /** Left out where the size isn't known. */
  @Optional() @IsInt() @Min(1) @Max(MAX_PARTS) readonly partCount?: number;
  /** Bytes of the whole, as promised. */
  @Optional() @IsInt() @Min(1) readonly contentLength?: number;
  /** The first parts' URLs; none where parts need their checksums. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => PartAnswer) readonly parts!: readonly PartAnswer[];
  /** What the object will be held to, with who does it. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Constraint)
  readonly constraints!: readonly Constraint[];
}

/** A part that is in the storage. */
export class StoredPartAnswer {
  /** Its place in the object. */
  @IsInt() @Min(1) @Max(MAX_PARTS) readonly partNumber!: number;
  /** Bytes. */
  @IsInt() @Min(0) readonly size!: number;
  /** As S3 gives it, in quotes. */
  @IsString() readonly etag!: string;
  /** RFC 3339. */
  @IsRFC3339() readonly lastModified!: string;
  /** Base64, of the upload's algorithm. */
  @Optional() @IsString() readonly checksum?: string;
}

/** The plan, and what is there of it: all that it takes to go on after an interruption. */
export class StoredPartsAnswer {
  /** As the caller named it, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** Bytes of every part but the last. */
  @IsInt() @Min(1) readonly partSize!: number;
  /** Left out where the size isn't known. */
  @Optional() @IsInt() @Min(1) @Max(MAX_PARTS) readonly partCount?: number;
  /** Bytes of the whole, as promised. */
  @Optional() @IsInt() @Min(1) readonly contentLength?: number;
  /** All of them, by number. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => StoredPartAnswer)
  readonly parts!: readonly StoredPartAnswer[];
}

/** An object that was put together. Where a completion is repeated, a caller who may not download the key gets only what the upload had promised. */
export class CompletedUploadAnswer {
  /** As the caller named it, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** Bytes. Repeated without a grant of `download` only where `contentLength` was promised. */
  @Optional() @IsInt() @Min(0) readonly size?: number;
  /** As S3 gives it, in quotes. Repeated only with a grant of `download`. */
  @Optional() @IsString() readonly etag?: string;
  /** In a versioned bucket. Repeated only with a grant of `download`. */
  @Optional() @IsString() readonly versionId?: string;
}
