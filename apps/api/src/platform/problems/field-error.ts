import { IsString } from 'class-validator';

/** One mistake in a request: where and what to do. */
export class FieldError {
  /** RFC 6901 in its URI fragment form, as RFC 9457 §3 shows. */
  @IsString() readonly pointer!: string;
  /** What is wrong, and how to mend it. */
  @IsString() readonly detail!: string;
}
