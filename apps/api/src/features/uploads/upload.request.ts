import { Equals, IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { CHECKSUM_BYTES, type ChecksumAlgorithm } from '#s3-presign';
import { BASE64_DIGEST, base64Digest, IsMediaType, IsStringMap, Nested, Optional } from '#validation';
import { IsKey, LifetimeRequest } from '../../signing/signing.request.js';

const ALGORITHMS = Object.keys(CHECKSUM_BYTES);

const algorithm = { message: `must be one of ${ALGORITHMS.join(', ')}` };
const bytes = { message: 'must be whole bytes from 0 to 5368709120: S3 takes no more in one PUT' };
const receipt = { message: 'must be true or false' };
const star = { message: 'must be "*"' };

/** RFC 9110 §5.6.2 token, in lower case. */
export const METADATA_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
export const METADATA = { names: METADATA_NAME, values: /^(?:[!-~](?:[ -~]*[!-~])?)?$/, maxEntries: 64 };
export const metadata =
  'must be up to 64 strings of printable ASCII, by lower-case names of 1 to 128 characters';

export const TAGS = {
  names: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{1,128}$/u,
  values: /^[\p{L}\p{Z}\p{N}_.:/=+@-]{0,256}$/u,
  maxEntries: 10,
};
export const tags =
  'must be up to 10 strings of 256 letters, digits, spaces and _.:/=+@- at most, by names of 1 to 128 of them';

/** What the body's digest must be. */
export class ChecksumRequest {
  @IsIn(ALGORITHMS, algorithm) algorithm!: ChecksumAlgorithm;
  /** The digest in Base64. */
  @Matches(BASE64_DIGEST, base64Digest) value!: string;
}

/** What an object shall be, however it is uploaded. */
export class UploadedObject extends LifetimeRequest {
  /** The content type, which is always signed; the default is `application/octet-stream`. */
  @Optional() @IsMediaType() contentType?: string;
  /** `x-amz-meta-…`: lower-case names, printable ASCII, 2 KB in all (S3 User Guide, "Working with object metadata"). */
  @Optional()
  @IsStringMap(METADATA, metadata)
  metadata?: Record<string, string>;
  /** At most ten tags (S3 User Guide, "Categorizing your storage using tags"). */
  @Optional()
  @IsStringMap(TAGS, tags)
  tags?: Record<string, string>;
}

/** What to upload, for how long, and what S3 enforces. */
export class UploadRequest extends UploadedObject {
  /** The object's key, without the tenant's prefix. */
  @IsKey() key!: string;
  /** Bytes, up to 5 GiB, the limit of S3 for one PUT. It is required if the tenant limits uploads. */
  @Optional() @IsInt(bytes) @Min(0, bytes) @Max(5_368_709_120, bytes) contentLength?: number;
  /** S3 refuses a body with another digest. */
  @Optional()
  @Nested(() => ChecksumRequest, 'must be an object of algorithm and value')
  checksum?: ChecksumRequest;
  /** `*` stores the object only if no object has the key yet. */
  @Optional() @Equals('*', star) ifNoneMatch?: '*';
  /** Whether the answer has a receipt for `POST /confirmations`. */
  @Optional() @IsBoolean(receipt) receipt?: boolean;
}
