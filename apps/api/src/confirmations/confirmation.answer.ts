import { Equals, IsInt, IsRFC3339, IsString, Min } from 'class-validator';
import { Optional } from '../validation/optional.js';

/** The object, as it was promised. */
export class ConfirmationAnswer {
  /** Size, type and checksum, as far as they were promised, are those of the object. */
  @Equals(true) readonly confirmed!: true;
  /** As the caller named it, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** Bytes. */
  @IsInt() @Min(0) readonly size!: number;
  /** As it is stored. */
  @IsString() readonly contentType!: string;
  /** As S3 gives it, in quotes. */
  @IsString() readonly etag!: string;
  /** RFC 3339. */
  @IsRFC3339() readonly lastModified!: string;
  /** In a versioned bucket: later versions don't change this one. */
  @Optional() @IsString() readonly versionId?: string;
}
