import { Equals, IsInt, IsString, IsUrl, Max, Min } from 'class-validator';
import { IsStringMap } from '#validation';
import { MAX_PARTS } from '../multipart-uploads/part-plan.js';

/** A form for one file: a POST policy, with the file as the last field. */
export class UppyParamsAnswer {
  /** Always a form. */
  @Equals('POST') readonly method!: 'POST';
  /** Where to post: the bucket. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /** To be sent as they are; `key` is the object's, with the tenant's prefix. A secret until it expires. */
  @IsStringMap({ names: /^[\w-]+$/, values: /^[\s\S]*$/ }) readonly fields!: Readonly<Record<string, string>>;
  /** Seconds. */
  @IsInt() @Min(1) readonly expires!: number;
}

/** An upload in parts that began. */
export class UppyUploadAnswer {
  /** Sealed; of use in this session only. */
  @IsString() readonly uploadId!: string;
  /** As S3 has it, with the tenant's prefix: the same as in forms. */
  @IsString() readonly key!: string;
  @IsString() readonly bucket!: string;
}

/** The URL of one part. */
export class UppyPartAnswer {
  /** Presigned, for PUT. A secret until it expires. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /** Seconds. */
  @IsInt() @Min(1) readonly expires!: number;
}

/** URLs of parts, by number. */
export class UppyPartsAnswer {
  /** Presigned, for PUT. Secrets until they expire. */
  @IsStringMap({ names: /^[1-9]\d{0,4}$/, values: /^\S+$/ })
  readonly presignedUrls!: Readonly<Record<string, string>>;
}

/** A part that is in the storage. */
export class UppyStoredPart {
  @IsInt() @Min(1) @Max(MAX_PARTS) readonly PartNumber!: number;
  /** As S3 gives it, in quotes. */
  @IsString() readonly ETag!: string;
  /** Bytes. */
  @IsInt() @Min(0) readonly Size!: number;
}

/** The object that was put together. */
export class UppyObjectAnswer {
  /** Its URL; not presigned. */
  @IsUrl({ require_tld: false }) readonly location!: string;
  /** As S3 has it, with the tenant's prefix. */
  @IsString() readonly key!: string;
  @IsString() readonly bucket!: string;
}
