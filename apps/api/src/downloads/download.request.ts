import { IsBoolean, Matches } from 'class-validator';
import { SigningRequest } from '../signing/signing.request.js';
import { Optional } from '../validation/optional.js';
import { MEDIA_TYPE } from '../validation/patterns.js';

/** `POST /downloads` */
export class DownloadRequest extends SigningRequest {
  /** To be shown instead of saved; for the tenant's inlineTypes only, and with the contentType. */
  @Optional() @IsBoolean() inline?: boolean;
  /** The type that the object is served with. */
  @Optional() @Matches(MEDIA_TYPE) contentType?: string;
  /** The name that the file is saved under. */
  @Optional() @Matches(/^[^\p{Cc}/\\]{1,255}$/u) filename?: string;
}
