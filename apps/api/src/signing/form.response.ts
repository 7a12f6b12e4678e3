import { Equals, IsString, IsUrl, Matches } from 'class-validator';
import { IsStringMap } from '#validation';
import { SignedAnswer } from './signing.response.js';

/**
 * The answer has a signed form. Send its `fields` in their order as multipart/form-data (RFC 7578), and then the file
 * as the last field, with the name `file`.
 */
export class FormAnswer extends SignedAnswer {
  /** The URL of the bucket, to which the client posts the form. It is not secret. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /** The HTTP method of a form, which is always POST. */
  @Equals('POST') readonly method!: 'POST';
  /**
   * The fields that the client sends unchanged, beginning with `key`. Keep them secret until the form expires, because
   * their holder can upload. S3 rejects the form if a field is added, missing or changed. Only fields that begin with
   * `x-ignore-` may be added.
   */
  @IsStringMap({ names: /^[\w!#$%&'*+.^`|~-]+$/, values: /^[\s\S]*$/ })
  readonly fields!: Readonly<Record<string, string>>;
  /**
   * The object's key, without the tenant's prefix. With `keyPrefix` it ends in `${filename}`, which S3 replaces with
   * the name of the file.
   */
  @IsString() override readonly key!: string;
  /**
   * A ULID that identifies the signing in the audit log. S3's server access log does not contain it, because S3 logs no
   * fields of forms.
   */
  @Matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) override readonly signingId!: string;
}
