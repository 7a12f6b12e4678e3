import { Equals, IsInt, IsString, IsUrl, Max, Min } from 'class-validator';
import { IsStringMap } from '#validation';
import { MAX_PARTS } from '../multipart-uploads/part-plan.js';

/** The answer has a form (an S3 POST policy) for one file. Uppy sends the file as the last field. */
export class UppyParamsAnswer {
  /** The HTTP method of a form, which is always POST. */
  @Equals('POST') readonly method!: 'POST';
  /** The URL of the bucket, to which Uppy posts the form. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /**
   * The fields that Uppy sends unchanged. `key` is the object's key with the tenant's prefix. Keep the fields secret
   * until the form expires.
   */
  @IsStringMap({ names: /^[\w-]+$/, values: /^[\s\S]*$/ }) readonly fields!: Readonly<Record<string, string>>;
  /** The number of seconds from signing to expiry. */
  @IsInt() @Min(1) readonly expires!: number;
}

/** The answer describes a multipart upload that has begun. */
export class UppyUploadAnswer {
  /** The encrypted id of the upload. It is valid only in this session. */
  @IsString() readonly uploadId!: string;
  /** The object's key in the bucket, with the tenant's prefix. */
  @IsString() readonly key!: string;
  /** The name of the bucket, or the ARN of the access point. */
  @IsString() readonly bucket!: string;
}

/** The answer has the signed URL of one part. */
export class UppyPartAnswer {
  /** The presigned URL for PUT. Keep it secret until it expires. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /** The number of seconds from signing to expiry. */
  @IsInt() @Min(1) readonly expires!: number;
}

/** The answer has the signed URLs of several parts. */
export class UppyPartsAnswer {
  /** The presigned URLs for PUT, by part number. Keep them secret until they expire. */
  @IsStringMap({ names: /^[1-9]\d{0,4}$/, values: /^\S+$/ })
  readonly presignedUrls!: Readonly<Record<string, string>>;
}

/** A part that S3 has stored. */
export class UppyStoredPart {
  /** The number of the part in the object, from 1. */
  @IsInt() @Min(1) @Max(MAX_PARTS) readonly PartNumber!: number;
  /** The ETag of the part in quotes, as S3 returns it. */
  @IsString() readonly ETag!: string;
  /** The size of the part in bytes. */
  @IsInt() @Min(0) readonly Size!: number;
}

/** The answer describes the completed object. */
export class UppyObjectAnswer {
  /** The URL of the object, which is not signed. */
  @IsUrl({ require_tld: false }) readonly location!: string;
  /** The object's key in the bucket, with the tenant's prefix. */
  @IsString() readonly key!: string;
  /** The name of the bucket, or the ARN of the access point. */
  @IsString() readonly bucket!: string;
}
