import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsInt, IsRFC3339, IsString, Min, ValidateNested } from 'class-validator';
import { INVALID_KEY_REASONS, type InvalidKeyReason } from '#s3-presign';
import { Optional } from '#validation';

/** An object, or one version of it. */
export class ObjectItem {
  /** The object's key, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** The size of the object in bytes. A delete marker has no size. */
  @Optional() @IsInt() @Min(0) readonly size?: number;
  /** The ETag of the object in quotes, as S3 returns it. A delete marker has no ETag. */
  @Optional() @IsString() readonly etag?: string;
  /** The time at which S3 stored the object or the delete marker, in RFC 3339 format. */
  @IsRFC3339() readonly lastModified!: string;
  /** The version id. It is present only in a list of versions. */
  @Optional() @IsString() readonly versionId?: string;
  /** True if this is the latest version of the key. It is present only in a list of versions. */
  @Optional() @IsBoolean() readonly isLatest?: boolean;
  /** True if this is a delete marker, which can't be downloaded. It is absent otherwise. */
  @Optional() @IsBoolean() readonly deleteMarker?: true;
  /** The reason why the service can't sign a URL for this key. It is absent if the service can. */
  @Optional() @IsIn(INVALID_KEY_REASONS) readonly unsignable?: InvalidKeyReason;
}

/**
 * The answer has one page of a list. It can have fewer items than requested, or none. Only the last page has no
 * `nextCursor`.
 */
export class ObjectsAnswer {
  /** The objects or versions, ordered by the bytes of their keys. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => ObjectItem) readonly items!: readonly ObjectItem[];
  /**
   * The folders directly under the prefix, each with `/` at its end, ordered by their bytes. It is present if the
   * request has a `delimiter`. Above the prefixes that the caller may list, it has only the folders that lead to these
   * prefixes, even if they are empty.
   */
  @Optional() @IsArray() @IsString({ each: true }) readonly folders?: readonly string[];
  /**
   * The encrypted cursor of the next page. Only the same subject can use it, for one day. It is absent on the last
   * page.
   */
  @Optional() @IsString() readonly nextCursor?: string;
}
