import { IsInt, IsString, Min } from 'class-validator';
import { Optional } from '#validation';

/** An object that was copied. */
export class ObjectCopyAnswer {
  /** Of the copy, as the caller named it. */
  @IsString() readonly key!: string;
  /** Bytes. */
  @IsInt() @Min(0) readonly size!: number;
  /** Of the copy, as S3 gives it, in quotes. It may differ from the source’s. */
  @IsString() readonly etag!: string;
  /** Of the copy. */
  @IsString() readonly contentType!: string;
  /** Of the copy, in a versioned bucket. */
  @Optional() @IsString() readonly versionId?: string;
}
