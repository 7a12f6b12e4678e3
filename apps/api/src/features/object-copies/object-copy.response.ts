import { IsInt, IsString, Min } from 'class-validator';
import { Optional } from '#validation';

/** An object that was copied. */
export class ObjectCopyAnswer {
  /** The key of the copy, from the request. */
  @IsString() readonly key!: string;
  /** Bytes. */
  @IsInt() @Min(0) readonly size!: number;
  /** The ETag of the copy from S3, in quotes. It may differ from the source’s. */
  @IsString() readonly etag!: string;
  /** The content type of the copy. */
  @IsString() readonly contentType!: string;
  /** The version id of the copy, in a versioned bucket. */
  @Optional() @IsString() readonly versionId?: string;
}
