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

/** What to upload in parts, and what is enforced. */
export class MultipartUploadRequest extends UploadedObject {
  /** The object's key, without the tenant's prefix. */
  @IsKey() key!: string;
  /** Bytes of the whole object, up to 5 TiB. It is required if the tenant limits uploads. Each part is then signed with its length. */
  @Optional()
  @IsInt(bytes)
  @Min(1, bytes)
  @Max(MAX_OBJECT_SIZE, bytes)
  contentLength?: number;
  /** Bytes of every part but the last. The default is 8 MiB, or more if that would give more than 10,000 parts. */
  @Optional()
  @IsInt(partBytes)
  @Min(MIN_PART_SIZE, partBytes)
  @Max(MAX_PART_SIZE, partBytes)
  partSize?: number;
  /** The algorithm of the checksums. If it is set, every part must be signed with its checksum. */
  @Optional() @IsIn(ALGORITHMS, algorithm) checksumAlgorithm?: ChecksumAlgorithm;
  /** `*` completes the upload only if no object has the key then. */
  @Optional() @Equals('*', star) ifNoneMatch?: '*';
}
