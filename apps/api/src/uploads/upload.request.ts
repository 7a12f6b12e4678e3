import { Type } from 'class-transformer';
import { Equals, IsIn, IsInt, Matches, Max, Min, ValidateNested } from 'class-validator';
import { CHECKSUM_BYTES, type ChecksumAlgorithm } from '#s3-presign';
import { SigningRequest } from '../signing/signing.request.js';
import { IsStringMap } from '../validation/is-string-map.js';
import { Optional } from '../validation/optional.js';
import { MEDIA_TYPE } from '../validation/patterns.js';

export class ChecksumRequest {
  @IsIn(Object.keys(CHECKSUM_BYTES)) algorithm!: ChecksumAlgorithm;
  /** Base64 of the digest's bytes. */
  @Matches(/^[A-Za-z0-9+/]{6,43}={1,2}$/) value!: string;
}

/** `POST /uploads` */
export class UploadRequest extends SigningRequest {
  /** `application/octet-stream` where left out; signed always. */
  @Optional() @Matches(MEDIA_TYPE) contentType?: string;
  /** Bytes, up to the 5 GiB that S3 takes in one PUT. Required where the tenant limits uploads. */
  @Optional() @IsInt() @Min(0) @Max(5_368_709_120) contentLength?: number;
  @Optional() @ValidateNested() @Type(() => ChecksumRequest) checksum?: ChecksumRequest;
  /** `x-amz-meta-…`: lower-case names, printable ASCII, 2 KB in all (S3 User Guide, "Working with object metadata"). */
  @Optional()
  @IsStringMap({
    names: /^[a-z0-9!#$%&'*+.^_`|~-]{1,128}$/,
    values: /^(?:[!-~](?:[ -~]*[!-~])?)?$/,
    maxEntries: 64,
  })
  metadata?: Record<string, string>;
  /** At most ten (S3 User Guide, "Categorizing your storage using tags"). */
  @Optional()
  @IsStringMap({
    names: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u,
    values: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
    maxEntries: 10,
  })
  tags?: Record<string, string>;
  /** Only if no object has the key yet. */
  @Optional() @Equals('*') ifNoneMatch?: '*';
}
