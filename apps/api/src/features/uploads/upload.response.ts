import { IsString } from 'class-validator';
import { Optional } from '#validation';
import { SigningAnswer } from '../../signing/signing.response.js';

/** A signed URL for an upload, and everything that its user must know. */
export class UploadAnswer extends SigningAnswer {
  /** An encrypted receipt for `POST /confirmations`, if it was requested. It is valid for the same subject until seven days after the URL expires. */
  @Optional() @IsString() readonly receipt?: string;
}
