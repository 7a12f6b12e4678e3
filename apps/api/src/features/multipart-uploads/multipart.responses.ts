import { Type } from 'class-transformer';
import { IsArray, IsInt, IsRFC3339, IsString, Max, Min, ValidateNested } from 'class-validator';
import { Optional } from '#validation';
import { Constraint } from '../../platform/audit/constraint.js';
import { SigningAnswer } from '../../signing/signing.response.js';
import { MAX_PARTS } from './part-plan.js';

/**
 * A signed URL for one part. Send exactly `contentLength` bytes if this member is present, and keep the ETag of S3's
 * answer for the completion.
 */
export class PartAnswer extends SigningAnswer {
  /** The number of the part in the object, from 1. */
  @IsInt() @Min(1) @Max(MAX_PARTS) readonly partNumber!: number;
  /** The signed size of the part in bytes. It is absent if neither the plan nor the request has a size for the part. */
  @Optional() @IsInt() @Min(1) readonly contentLength?: number;
}

/** The answer has the signed URLs of parts. */
export class PartsAnswer {
  /** One signed URL for each requested part, in the order of the request. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => PartAnswer) readonly parts!: readonly PartAnswer[];
}

/** The answer describes a multipart upload that has begun, with its plan and the signed URLs of its first parts. */
export class MultipartUploadAnswer {
  /**
   * The encrypted id of the upload for all later calls. Keep it secret. Only the same subject can use it, on every
   * replica, until `expiresAt`.
   */
  @IsString() readonly uploadId!: string;
  /** The object's key, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /**
   * The expiry of the upload in RFC 3339 format. After it, the service neither signs parts nor completes the upload.
   * The URLs of parts have their own expiry, and you can request new ones.
   */
  @IsRFC3339() readonly expiresAt!: string;
  /** The size in bytes of every part except the last. */
  @IsInt() @Min(1) readonly partSize!: number;
  /** The number of parts. It is absent if the size of the object is not known. */
  @Optional() @IsInt() @Min(1) @Max(MAX_PARTS) readonly partCount?: number;
  /** The promised size of the whole object in bytes. It is absent if the size is not known. */
  @Optional() @IsInt() @Min(1) readonly contentLength?: number;
  /**
   * The signed URLs of the first parts. The list is empty if the upload has a `checksumAlgorithm`, because each part is
   * then signed with its checksum.
   */
  @IsArray() @ValidateNested({ each: true }) @Type(() => PartAnswer) readonly parts!: readonly PartAnswer[];
  /** All conditions on the object, each with the party that enforces it. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Constraint)
  readonly constraints!: readonly Constraint[];
}

/** A part that S3 has stored. */
export class StoredPartAnswer {
  /** The number of the part in the object, from 1. */
  @IsInt() @Min(1) @Max(MAX_PARTS) readonly partNumber!: number;
  /** The size of the part in bytes. */
  @IsInt() @Min(0) readonly size!: number;
  /** The ETag of the part in quotes, as S3 returns it. */
  @IsString() readonly etag!: string;
  /** The time at which S3 stored the part, in RFC 3339 format. */
  @IsRFC3339() readonly lastModified!: string;
  /** The digest of the part in Base64, by the upload's `checksumAlgorithm`. */
  @Optional() @IsString() readonly checksum?: string;
}

/**
 * The answer has the plan of the upload and its stored parts. A client needs nothing else to continue the upload after
 * an interruption.
 */
export class StoredPartsAnswer {
  /** The object's key, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** The size in bytes of every part except the last. */
  @IsInt() @Min(1) readonly partSize!: number;
  /** The number of parts. It is absent if the size of the object is not known. */
  @Optional() @IsInt() @Min(1) @Max(MAX_PARTS) readonly partCount?: number;
  /** The promised size of the whole object in bytes. It is absent if the size is not known. */
  @Optional() @IsInt() @Min(1) readonly contentLength?: number;
  /** All parts that S3 has stored, ordered by part number. */
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => StoredPartAnswer)
  readonly parts!: readonly StoredPartAnswer[];
}

/**
 * The answer describes the completed object. If the completion is repeated, a caller without a grant of `download` gets
 * only promised values.
 */
export class CompletedUploadAnswer {
  /** The object's key, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /**
   * The size of the object in bytes. If the completion is repeated without a grant of `download`, it is present only if
   * the upload was begun with `contentLength`.
   */
  @Optional() @IsInt() @Min(0) readonly size?: number;
  /**
   * The ETag of the object in quotes, as S3 returns it. It is absent if the completion is repeated without a grant of
   * `download`.
   */
  @Optional() @IsString() readonly etag?: string;
  /**
   * The version id of the object, in a versioned bucket. It is absent if the completion is repeated without a grant of
   * `download`.
   */
  @Optional() @IsString() readonly versionId?: string;
}
