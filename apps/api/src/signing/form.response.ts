import { Equals, IsString, IsUrl, Matches } from 'class-validator';
import { IsStringMap } from '#validation';
import { SignedAnswer } from './signing.response.js';

/** A signed form. Post its `fields` in their order as multipart/form-data (RFC 7578), and the file last, as the field `file`. */
export class FormAnswer extends SignedAnswer {
  /** The URL to post to, which is the bucket itself. It is not a secret. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /** The only method of a form. */
  @Equals('POST') readonly method!: 'POST';
  /** Fields to send as they are, `key` first. They are secret until the form expires, because their holder can upload. S3 rejects the form if a field is added, missing or changed, except for fields that begin with `x-ignore-`. */
  @IsStringMap({ names: /^[\w!#$%&'*+.^`|~-]+$/, values: /^[\s\S]*$/ })
  readonly fields!: Readonly<Record<string, string>>;
  /** The key of the request. With a `keyPrefix` it ends in `${filename}`, which S3 replaces by the name of the file. */
  @IsString() override readonly key!: string;
  /** A ULID that identifies the signing in the audit log. S3's access log does not have it, because it shows no field of a form. */
  @Matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) override readonly signingId!: string;
}
