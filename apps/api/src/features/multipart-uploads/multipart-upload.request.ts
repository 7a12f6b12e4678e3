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

/** What to upload in parts, and what the object shall be held to. */
export class MultipartUploadRequest extends UploadedObject {
  /** The object's key, without the tenant's prefix. */
  @IsKey() key!: string;
  /** Bytes of the whole, up to 5 TiB. Required where the tenant limits uploads; then each part is signed with its length. */
  @Optional()
  @IsInt(bytes)
  @Min(1, bytes)
  @Max(MAX_OBJECT_SIZE, bytes)
  contentLength?: number;
  /** Bytes of every part but the last; 8 MiB where left out, more where that would make too many. */
  @Optional()
  @IsInt(partBytes)
  @Min(MIN_PART_SIZE, partBytes)
  @Max(MAX_PART_SIZE, partBytes)
  partSize?: number;
  /** Every part must then be signed with its checksum. */
  @Optional() @IsIn(ALGORITHMS, algorithm) checksumAlgorithm?: ChecksumAlgorithm;
  /** Only if no object has the key when the upload is completed. */
  @Optional() @Equals('*', star) ifNoneMatch?: '*';
}
