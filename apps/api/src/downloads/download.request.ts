import { IsBoolean, Matches } from 'class-validator';
import { VersionedRequest } from '../signing/signing.request.js';
import { Optional } from '../validation/optional.js';
import { FIELD_VALUE, MEDIA_TYPE, fieldValue, mediaType } from '../validation/patterns.js';

const inline = { message: 'must be true or false' };
const filename = {
  message: 'must be a name of 1 to 255 characters without "/", "\\" and control characters',
};

/** What to download, for how long, and how S3 shall answer. */
export class DownloadRequest extends VersionedRequest {
  /** To be shown instead of saved; for the tenant's inlineTypes only, and with the contentType. */
  @Optional() @IsBoolean(inline) inline?: boolean;
  /** The type that the object is served with. */
  @Optional() @Matches(MEDIA_TYPE, mediaType) contentType?: string;
  /** The name that the file is saved under. */
  @Optional() @Matches(/^[^\p{Cc}\p{Cs}/\\]{1,255}$/u, filename) filename?: string;
  /** `Cache-Control` of S3's answer (RFC 9111 §5.2). */
  @Optional() @Matches(FIELD_VALUE, fieldValue) cacheControl?: string;
  /** `Content-Language` of S3's answer (RFC 9110 §8.5). */
  @Optional() @Matches(FIELD_VALUE, fieldValue) contentLanguage?: string;
  /** `Content-Encoding` of S3's answer (RFC 9110 §8.4). */
  @Optional() @Matches(FIELD_VALUE, fieldValue) contentEncoding?: string;
}
