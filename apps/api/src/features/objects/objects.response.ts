import { Type } from 'class-transformer';
import { IsArray, IsBoolean, IsIn, IsInt, IsRFC3339, IsString, Min, ValidateNested } from 'class-validator';
import { INVALID_KEY_REASONS, type InvalidKeyReason } from '#s3-presign';
import { Optional } from '#validation';

/** An object, or a version of one. */
export class ObjectItem {
  /** As the caller would name it, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** Bytes; a delete marker has none. */
  @Optional() @IsInt() @Min(0) readonly size?: number;
  /** As S3 gives it, in quotes; a delete marker has none. */
  @Optional() @IsString() readonly etag?: string;
  /** RFC 3339. */
  @IsRFC3339() readonly lastModified!: string;
  /** Of a listing of versions. */
  @Optional() @IsString() readonly versionId?: string;
  /** Of a listing of versions: whether it is what a download without `versionId` gets. */
  @Optional() @IsBoolean() readonly isLatest?: boolean;
  /** Of a listing of versions: there is nothing to download here. */
  @Optional() @IsBoolean() readonly deleteMarker?: true;
  /** Why no URL can be signed for this key; left out where one can. */
  @Optional() @IsIn(INVALID_KEY_REASONS) readonly unsignable?: InvalidKeyReason;
}

/** A page. It may hold fewer items than asked for, even none, and still not be the last: `nextCursor` tells. */
export class ObjectsAnswer {
  /** In the order of the bytes of their keys. */
  @IsArray() @ValidateNested({ each: true }) @Type(() => ObjectItem) readonly items!: readonly ObjectItem[];
  /** With a delimiter: what lies deeper, each folder once, up to its `/`, in the order of their bytes. Above what the caller may list, the folders that lead there, whether there is anything in them or not. */
  @Optional() @IsArray() @IsString({ each: true }) readonly folders?: readonly string[];
  /** Sealed, for the same subject, for a day; left out on the last page. */
  @Optional() @IsString() readonly nextCursor?: string;
}
