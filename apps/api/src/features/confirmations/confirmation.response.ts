import { Equals, IsInt, IsRFC3339, IsString, Min } from 'class-validator';
import { Optional } from '#validation';

/**
 * The answer describes the stored object, which is as promised. A caller without a grant of `download` gets only
 * promised values.
 */
export class ConfirmationAnswer {
  /**
   * The value is always true: the object has the promised content type and, if they were promised, the promised size
   * and checksum.
   */
  @Equals(true) readonly confirmed!: true;
  /** The object's key, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /**
   * The size of the object in bytes. A caller without a grant of `download` gets it only if the upload was signed with
   * `contentLength`.
   */
  @Optional() @IsInt() @Min(0) readonly size?: number;
  /** The content type of the stored object. A caller without a grant of `download` gets the promised one. */
  @IsString() readonly contentType!: string;
  /** The ETag of the object in quotes, as S3 returns it. Only a caller with a grant of `download` gets it. */
  @Optional() @IsString() readonly etag?: string;
  /** The time at which S3 stored the object, in RFC 3339 format. Only a caller with a grant of `download` gets it. */
  @Optional() @IsRFC3339() readonly lastModified?: string;
  /**
   * The version id of the object, in a versioned bucket. Later uploads do not change this version. Only a caller with a
   * grant of `download` gets the id.
   */
  @Optional() @IsString() readonly versionId?: string;
}
