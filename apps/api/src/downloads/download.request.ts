import { IsBoolean, Matches } from 'class-validator';
import { VersionedRequest } from '../signing/signing.request.js';
import { Optional } from '../validation/optional.js';
import { FIELD_VALUE, MEDIA_TYPE } from '../validation/patterns.js';

/** `POST /downloads` */
export class DownloadRequest extends VersionedRequest {
  /** To be shown instead of saved; for the tenant's inlineTypes only, and with the contentType. */
  @Optional() @IsBoolean() inline?: boolean;
  /** The type that the object is served with. */
  @Optional() @Matches(MEDIA_TYPE) contentType?: string;
  /** The name that the file is saved under. */
  @Optional() @Matches(/^[^\p{Cc}/\\]{1,255}$/u) filename?: string;
  /** `Cache-Control`, `Content-Language` and `Content-Encoding` of the answer (RFC 9111 §5.2, RFC 9110 §8.5 and §8.4). */
  @Optional() @Matches(FIELD_VALUE) cacheControl?: string;
  @Optional() @Matches(FIELD_VALUE) contentLanguage?: string;
  @Optional() @Matches(FIELD_VALUE) contentEncoding?: string;
}
