import { Equals, IsBoolean, IsIn, IsInt, Matches, Max, Min } from 'class-validator';
import { CHECKSUM_BYTES, type ChecksumAlgorithm } from '#s3-presign';
import { BASE64_DIGEST, base64Digest, IsMediaType, IsStringMap, Nested, Optional } from '#validation';
import { IsKey, LifetimeRequest } from '../../signing/signing.request.js';

const ALGORITHMS = Object.keys(CHECKSUM_BYTES);

const algorithm = { message: `must be one of ${ALGORITHMS.join(', ')}` };
const bytes = { message: 'must be whole bytes from 0 to 5368709120: S3 takes no more in one PUT' };
const receipt = { message: 'must be true or false' };
const star = { message: 'must be "*"' };

/** A token (RFC 9110 §5.6.2) in lower case. */
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

/** The checksum that the object must have. */
export class ChecksumRequest {
  /** The algorithm of the checksum. */
  @IsIn(ALGORITHMS, algorithm) algorithm!: ChecksumAlgorithm;
  /** The digest of the object's bytes in Base64. */
  @Matches(BASE64_DIGEST, base64Digest) value!: string;
}

/** The properties of an object that do not depend on how it is uploaded. */
export class UploadedObject extends LifetimeRequest {
  /**
   * The content type of the object. The client can't upload the object with another type. The default is
   * `application/octet-stream`.
   */
  @Optional() @IsMediaType() contentType?: string;
  /**
   * User metadata of the object (`x-amz-meta-…`), with names in lower case and values in printable ASCII. All names and
   * values together may have 2,048 bytes (S3 User Guide, "Working with object metadata").
   */
  @Optional()
  @IsStringMap(METADATA, metadata)
  metadata?: Record<string, string>;
  /** Up to ten tags of the object (S3 User Guide, "Categorizing your storage using tags"). */
  @Optional()
  @IsStringMap(TAGS, tags)
  tags?: Record<string, string>;
}

/** The request names the object to upload, the lifetime of the URL, and the conditions that S3 enforces. */
export class UploadRequest extends UploadedObject {
  /** The object's key, without the tenant's prefix. */
  @IsKey() key!: string;
  /**
   * The size of the object in bytes, up to 5 GiB, which is the limit of S3 for one PUT. It is required if the tenant
   * limits the size of uploads.
   */
  @Optional() @IsInt(bytes) @Min(0, bytes) @Max(5_368_709_120, bytes) contentLength?: number;
  /** The checksum of the object. S3 refuses a body with another checksum. */
  @Optional()
  @Nested(() => ChecksumRequest, 'must be an object of algorithm and value')
  checksum?: ChecksumRequest;
  /** Set `*` to store the object only if no object has the key yet. */
  @Optional() @Equals('*', star) ifNoneMatch?: '*';
  /** Set true to get a receipt for `POST /confirmations` with the answer. */
  @Optional() @IsBoolean(receipt) receipt?: boolean;
}
