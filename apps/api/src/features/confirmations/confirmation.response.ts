import { Equals, IsInt, IsRFC3339, IsString, Min } from 'class-validator';
import { Optional } from '#validation';

/** The object, which is what the upload promised. A caller who may not download the key gets only what was promised. */
export class ConfirmationAnswer {
  /** Always true: the object has the size, type and checksum that were promised. */
  @Equals(true) readonly confirmed!: true;
  /** The key of the request, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** Bytes. Without a grant of `download` it is there only if `contentLength` was promised. */
  @Optional() @IsInt() @Min(0) readonly size?: number;
  /** The stored content type, or the promised one if the caller has no grant of `download`. */
  @IsString() readonly contentType!: string;
  /** The ETag of S3, in quotes. It needs a grant of `download`. */
  @Optional() @IsString() readonly etag?: string;
  /** The time by RFC 3339. It needs a grant of `download`. */
  @Optional() @IsRFC3339() readonly lastModified?: string;
  /** The version id, in a versioned bucket. Later versions don't change this one. It needs a grant of `download`. */
  @Optional() @IsString() readonly versionId?: string;
}
