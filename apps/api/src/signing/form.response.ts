import { Equals, IsString, IsUrl, Matches } from 'class-validator';
import { IsStringMap } from '#validation';
import { SignedAnswer } from './signing.response.js';

/** One form handed out: post its `fields` in their order as multipart/form-data (RFC 7578), and behind them the file, as the field `file`. */
export class FormAnswer extends SignedAnswer {
  /** Where to post; the bucket itself. No secret. */
  @IsUrl({ require_tld: false }) readonly url!: string;
  /** The only method of a form. */
  @Equals('POST') readonly method!: 'POST';
  /** To be sent as they are, `key` first. A secret until it expires: whoever has them can upload. S3 refuses a form with a field more, less or otherwise, but for fields that begin with `x-ignore-`. */
  @IsStringMap({ names: /^[\w!#$%&'*+.^`|~-]+$/, values: /^[\s\S]*$/ })
  readonly fields!: Readonly<Record<string, string>>;
  /** As the caller named it; with a keyPrefix `${filename}` stands behind it, for which S3 puts the file's name. */
  @IsString() override readonly key!: string;
  /** ULID; stands in the audit log. S3's logs don't have it: they show nothing of a form that could carry it. */
  @Matches(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/) override readonly signingId!: string;
}
