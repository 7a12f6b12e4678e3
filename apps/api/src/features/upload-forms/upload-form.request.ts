import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { FORM_CHECKSUMS, SUCCESS_STATUSES, type SuccessStatus } from '#s3-presign';
import { Nested, Never, Optional } from '#validation';
import { IsKey } from '../../signing/signing.request.js';
import { ChecksumRequest, UploadedObject } from '../uploads/upload.request.js';

const keyPrefix = { message: 'must be what the key shall begin with, up to 1024 bytes, such as inbox/' };
const algorithm = { message: `must be one of ${FORM_CHECKSUMS.join(', ')}: S3 takes no other in forms` };
const bytes = { message: 'must be whole bytes from 0 to 5368709120: S3 takes no more in one form' };
const status = { message: `must be one of ${SUCCESS_STATUSES.join(', ')}` };

/** The smallest and the largest size of the file, both included. */
export class ContentLengthRange {
  /** Bytes; the default is 0. */
  @Optional() @IsInt(bytes) @Min(0, bytes) @Max(5_368_709_120, bytes) min?: number;
  /** Bytes; a larger value is reduced to the tenant's limit. */
  @IsInt(bytes) @Min(0, bytes) @Max(5_368_709_120, bytes) max!: number;
}

/** What the file's digest must be. */
export class FormChecksumRequest extends ChecksumRequest {
  /** The checksums that S3 documents for forms. */
  @IsIn(FORM_CHECKSUMS, algorithm) override algorithm!: (typeof FORM_CHECKSUMS)[number];
}

/** What may be posted, for how long, and what S3 enforces. It has either `key` or `keyPrefix`. */
export class UploadFormRequest extends UploadedObject {
  /** The object's key, without the tenant's prefix. */
  @Optional() @IsKey() key?: string;
  /** The beginning of the key, if the client chooses the rest. In the form, `${filename}` replaces the rest. It needs a grant with `allowKeyPrefixForms`. */
  @Optional() @IsString(keyPrefix) keyPrefix?: string;
  /** S3 refuses a file of another size. Always pinned where the tenant limits uploads. */
  @Optional()
  @Nested(() => ContentLengthRange, 'must be an object of min and max')
  contentLengthRange?: ContentLengthRange;
  /** S3 refuses a file with another digest. */
  @Optional()
  @Nested(() => FormChecksumRequest, 'must be an object of algorithm and value')
  checksum?: FormChecksumRequest;
  /** The status of S3's answer. With 201, the default, the answer says in XML where the object is. */
  @Optional() @IsIn(SUCCESS_STATUSES, status) successStatus?: SuccessStatus;
  /** Always refused, because S3 has no conditional writes for forms. Use `POST /uploads` instead. */
  @Optional()
  @Never('can’t be promised: S3 has no conditional writes for forms. Leave it out, or use POST /uploads')
  ifNoneMatch?: never;
}
