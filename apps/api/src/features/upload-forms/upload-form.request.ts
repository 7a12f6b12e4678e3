import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { FORM_CHECKSUMS, SUCCESS_STATUSES, type SuccessStatus } from '#s3-presign';
import { Nested, Never, Optional } from '#validation';
import { IsKey } from '../../signing/signing.request.js';
import { ChecksumRequest, UploadedObject } from '../uploads/upload.request.js';

const keyPrefix = { message: 'must be what the key shall begin with, up to 1024 bytes, such as inbox/' };
const algorithm = { message: `must be one of ${FORM_CHECKSUMS.join(', ')}: S3 takes no other in forms` };
const bytes = { message: 'must be whole bytes from 0 to 5368709120: S3 takes no more in one form' };
const status = { message: `must be one of ${SUCCESS_STATUSES.join(', ')}` };

/** The smallest and the largest size of the file. Both are included. */
export class ContentLengthRange {
  /** The smallest size in bytes. The default is 0. */
  @Optional() @IsInt(bytes) @Min(0, bytes) @Max(5_368_709_120, bytes) min?: number;
  /** The largest size in bytes. The service reduces a value that exceeds the tenant's limit. */
  @IsInt(bytes) @Min(0, bytes) @Max(5_368_709_120, bytes) max!: number;
}

/** The checksum that the file must have. */
export class FormChecksumRequest extends ChecksumRequest {
  /** The algorithm of the checksum, which is one that S3 documents for forms. */
  @IsIn(FORM_CHECKSUMS, algorithm) override algorithm!: (typeof FORM_CHECKSUMS)[number];
}

/**
 * The request names the object to upload, the lifetime of the form, and the conditions that S3 enforces. It has either
 * `key` or `keyPrefix`.
 */
export class UploadFormRequest extends UploadedObject {
  /** The object's key, without the tenant's prefix. */
  @Optional() @IsKey() key?: string;
  /**
   * The beginning of the key, without the tenant's prefix, if the client chooses the rest. In the form, `${filename}`
   * takes the place of the rest. The caller needs a grant with `allowKeyPrefixForms`.
   */
  @Optional() @IsString(keyPrefix) keyPrefix?: string;
  /**
   * The sizes that the file may have. S3 refuses a file of another size. If the tenant limits the size of uploads,
   * every form has a range.
   */
  @Optional()
  @Nested(() => ContentLengthRange, 'must be an object of min and max')
  contentLengthRange?: ContentLengthRange;
  /** The checksum of the file. S3 refuses a file with another checksum. */
  @Optional()
  @Nested(() => FormChecksumRequest, 'must be an object of algorithm and value')
  checksum?: FormChecksumRequest;
  /**
   * The HTTP status of S3's answer after the upload. The default is 201, with which S3 returns the location of the
   * object in XML.
   */
  @Optional() @IsIn(SUCCESS_STATUSES, status) successStatus?: SuccessStatus;
  /** Always refused, because S3 has no conditional writes for forms. Use `POST /uploads` instead. */
  @Optional()
  @Never('can’t be promised: S3 has no conditional writes for forms. Leave it out, or use POST /uploads')
  ifNoneMatch?: never;
}
