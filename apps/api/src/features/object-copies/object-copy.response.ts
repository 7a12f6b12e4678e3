import { IsInt, IsString, Min } from 'class-validator';
import { Optional } from '#validation';

/** The answer describes the copy that S3 has stored. */
export class ObjectCopyAnswer {
  /** The key of the copy, without the tenant's prefix. */
  @IsString() readonly key!: string;
  /** The size of the copy in bytes. */
  @IsInt() @Min(0) readonly size!: number;
  /** The ETag of the copy in quotes, as S3 returns it. It may differ from the source's. */
  @IsString() readonly etag!: string;
  /** The content type of the copy. */
  @IsString() readonly contentType!: string;
  /** The version id of the copy, in a versioned bucket. */
  @Optional() @IsString() readonly versionId?: string;
}
