import { Equals, IsInt, IsRFC3339, IsString, Min } from 'class-validator';
import { Optional } from '#validation';

/** The object, as it was promised. A caller who may not download the key gets only what the upload had promised. */
export class ConfirmationAnswer {
  /** Size, type and checksum, as far as they were promised, are those of the object. */
  @Equals(true) readonly confirmed!: true;
  /** As the caller named it, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** Bytes. Without a grant of `download` only where `contentLength` was promised. */
  @Optional() @IsInt() @Min(0) readonly size?: number;
  /** As it is stored; without a grant of `download`, as it was promised. */
  @IsString() readonly contentType!: string;
  /** As S3 gives it, in quotes. With a grant of `download`. */
  @Optional() @IsString() readonly etag?: string;
  /** RFC 3339. With a grant of `download`. */
  @Optional() @IsRFC3339() readonly lastModified?: string;
  /** In a versioned bucket: later versions don't change this one. With a grant of `download`. */
  @Optional() @IsString() readonly versionId?: string;
}
