import { IsString } from 'class-validator';
import { Optional } from '#validation';
import { SigningAnswer } from '../../signing/signing.response.js';

/** A URL to upload with, and everything that its user must know. */
export class UploadAnswer extends SigningAnswer {
  /** Sealed; for `POST /confirmations` by the same subject, until seven days after the URL's end. Where it was asked for. */
  @Optional() @IsString() readonly receipt?: string;
}
