import { IsString } from 'class-validator';
import { Optional } from '#validation';
import { SigningAnswer } from '../../signing/signing.response.js';

/** The answer has a signed URL for an upload, and everything that a client needs to use it. */
export class UploadAnswer extends SigningAnswer {
  /**
   * An encrypted receipt for `POST /confirmations`. It is present if the request has `receipt: true`. Only the same
   * subject can use it, until seven days after the URL expires.
   */
  @Optional() @IsString() readonly receipt?: string;
}
