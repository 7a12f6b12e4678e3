import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsInt, IsRFC3339, IsString, Min, ValidateNested } from 'class-validator';
import { INVALID_KEY_REASONS, type InvalidKeyReason } from '#s3-presign';
import { Optional } from '#validation';

/** An object, or a version of one. */
export class ObjectItem {
  /** The key, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** Bytes. A delete marker has no size. */
  @Optional() @IsInt() @Min(0) readonly size?: number;
  /** The ETag of S3, in quotes. A delete marker has none. */
  @Optional() @IsString() readonly etag?: string;
  /** RFC 3339. */
  @IsRFC3339() readonly lastModified!: string;
  /** The version id, in a listing of versions. */
  @Optional() @IsString() readonly versionId?: string;
  /** Whether a download without `versionId` gets this version, in a listing of versions. */
  @Optional() @IsBoolean() readonly isLatest?: boolean;
  /** Whether this is a delete marker, in a listing of versions. It can't be downloaded. */
  @Optional() @IsBoolean() readonly deleteMarker?: true;
  /** Why no URL can be signed for this key. It is absent if one can. */
  @Optional() @IsIn(INVALID_KEY_REASONS) readonly unsignable?: InvalidKeyReason;
}

/** A page of a listing. It can have fewer items than requested, even none. Only a missing `nextCursor` says that it is the last. */
export class ObjectsAnswer {
  /** In the order of the bytes of their keys. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => ObjectItem) readonly items!: readonly ObjectItem[];
  /** The folders of this level, each once, up to its `/`, in the order of their bytes, if the request has a `delimiter`. Above the prefixes that the caller may list, it has the folders that lead there, which may be empty. */
  @Optional() @IsArray() @IsString({ each: true }) readonly folders?: readonly string[];
  /** The cursor of the next page, encrypted, valid for a day and for the same subject. It is absent on the last page. */
  @Optional() @IsString() readonly nextCursor?: string;
}
