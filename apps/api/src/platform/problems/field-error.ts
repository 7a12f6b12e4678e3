import { IsString } from 'class-validator';

/** An error in one place of the request. */
export class FieldError {
  /**
   * The place of the error in the request, as a JSON Pointer in URI fragment form (RFC 6901 §6), such as
   * `#/contentType`.
   */
  @IsString() readonly pointer!: string;
  /** A text for a person that says what is wrong and how to fix it. */
  @IsString() readonly detail!: string;
}
