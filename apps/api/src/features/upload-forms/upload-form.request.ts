import { IsIn, IsInt, IsString, Max, Min } from 'class-validator';
import { FORM_CHECKSUMS, SUCCESS_STATUSES, type SuccessStatus } from '#s3-presign';
import { Nested, Never, Optional } from '#validation';
import { IsKey } from '../../signing/signing.request.js';
import { ChecksumRequest, UploadedObject } from '../uploads/upload.request.js';

const keyPrefix = { message: 'must be what the key shall begin with, up to 1024 bytes, as inbox/' };
const algorithm = { message: `must be one of ${FORM_CHECKSUMS.join(', ')}: S3 takes no other in forms` };
const bytes = { message: 'must be whole bytes from 0 to 5368709120: S3 takes no more in one form' };
const status = { message: `must be one of ${SUCCESS_STATUSES.join(', ')}` };

/** How large the file may be, both ends allowed. */
export class ContentLengthRange {
  /** Bytes; 0 where left out. */
  @Optional() @IsInt(bytes) @Min(0, bytes) @Max(5_368_709_120, bytes) min?: number;
  /** Bytes; lowered to the tenant's limit. */
  @IsInt(bytes) @Min(0, bytes) @Max(5_368_709_120, bytes) max!: number;
}

/** What the file's digest must be. */
export class FormChecksumRequest extends ChecksumRequest {
  /** What S3 documents for forms. */
  @IsIn(FORM_CHECKSUMS, algorithm) override algorithm!: (typeof FORM_CHECKSUMS)[number];
}

/** What may be posted, for how long, and what S3 shall hold the client to. Either `key` or `keyPrefix`. */
export class UploadFormRequest extends UploadedObject {
  /** The object's key, without the tenant's prefix. */
  @Optional() @IsKey() key?: string;
  /** What the key must begin with, where whoever posts the form shall choose the rest; `${filename}` stands for it in the form. Needs a grant with `allowKeyPrefixForms`. */
  @Optional() @IsString(keyPrefix) keyPrefix?: string;
  /** S3 refuses a file of another size. Always pinned where the tenant limits uploads. */
  @Optional()
  @Nested(() => ContentLengthRange, 'must be an object of min and max')
  contentLengthRange?: ContentLengthRange;
  /** S3 refuses a file with another digest. */
  @Optional()
  @Nested(() => FormChecksumRequest, 'must be an object of algorithm and value')
  checksum?: FormChecksumRequest;
  /** Status of S3's answer; with 201, the default, it says in XML where the object is. */
  @Optional() @IsIn(SUCCESS_STATUSES, status) successStatus?: SuccessStatus;
  /** Refused: S3 promises no conditional writes for forms. Use `POST /uploads` for it. */
  @Optional()
  @Never('can’t be promised: S3 has no conditional writes for forms. Leave it out, or use POST /uploads')
  ifNoneMatch?: never;
}
