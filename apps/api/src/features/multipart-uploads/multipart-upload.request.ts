import { Equals, IsIn, IsInt, Max, Min } from 'class-validator';
import type { ChecksumAlgorithm } from '#s3-presign';
import { Optional } from '#validation';
import { IsKey } from '../../signing/signing.request.js';
import { ALGORITHMS } from '../../storage/checksums.js';
import { UploadedObject } from '../uploads/upload.request.js';
import { MAX_OBJECT_SIZE, MAX_PART_SIZE, MIN_PART_SIZE } from './part-plan.js';

const bytes = { message: `must be whole bytes from 1 to ${MAX_OBJECT_SIZE}: S3 stores no larger object` };
const partBytes = {
  message: `must be whole bytes from ${MIN_PART_SIZE} to ${MAX_PART_SIZE}, as S3 wants parts`,
};
const algorithm = { message: `must be one of ${ALGORITHMS.join(', ')}` };
const star = { message: 'must be "*"' };

/** The request names the object to upload in parts, and the conditions on it. */
export class MultipartUploadRequest extends UploadedObject {
  /** The object's key, without the tenant's prefix. */
  @IsKey() key!: string;
  /**
   * The size of the whole object in bytes, up to 5 TiB. It is required if the tenant limits the size of uploads. With
   * it, each part is signed with its size.
   */
  @Optional()
  @IsInt(bytes)
  @Min(1, bytes)
  @Max(MAX_OBJECT_SIZE, bytes)
  contentLength?: number;
  /**
   * The size in bytes of every part except the last. The default is 8 MiB, or more if the object would have more than
   * 10,000 parts of 8 MiB.
   */
  @Optional()
  @IsInt(partBytes)
  @Min(MIN_PART_SIZE, partBytes)
  @Max(MAX_PART_SIZE, partBytes)
  partSize?: number;
  /** The algorithm of the checksums of parts. If it is present, every part must be signed with its checksum. */
  @Optional() @IsIn(ALGORITHMS, algorithm) checksumAlgorithm?: ChecksumAlgorithm;
  /** Set `*` to complete the upload only if no object has the key at that time. */
  @Optional() @Equals('*', star) ifNoneMatch?: '*';
  /**
   * The requested lifetime in seconds of the URLs in the answer, not of the upload. The default is the tenant's default
   * lifetime. The service reduces a value that exceeds the tenant's maximum or the remaining lifetime of the AWS
   * credentials.
   */
  declare expiresIn?: number;
  /**
   * The minimum lifetime in seconds that the caller accepts for the URLs in the answer. If they would expire earlier,
   * the service refuses the request with 422 (`validity_too_short`), and no upload remains.
   */
  declare minValidity?: number;
}
