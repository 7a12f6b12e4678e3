import { IsString } from 'class-validator';

/** One validation error of a request: its place, and what to do. */
export class FieldError {
  /** A JSON Pointer in its URI fragment form (RFC 6901 §6), such as `#/contentType`. */
  @IsString() readonly pointer!: string;
  /** What is wrong, and how to fix it. */
  @IsString() readonly detail!: string;
}
