import { IsIn, Matches } from 'class-validator';
import { Optional } from '#validation';
import { KMS_KEY_ARN } from './patterns.js';

/** How uploads are encrypted at rest. */
export class EncryptionEntry {
  /** Which keys encrypt objects: those of Amazon S3 (`sse-s3`), or a key of AWS KMS (`sse-kms`). */
  @IsIn(['sse-s3', 'sse-kms'], { message: 'must be sse-s3 or sse-kms' })
  type!: 'sse-s3' | 'sse-kms';

  /** The key for `sse-kms`, in the bucket’s region. The default is the account’s AWS managed key. */
  @Optional()
  @Matches(KMS_KEY_ARN, {
    message: 'must be the ARN of a KMS key, such as arn:aws:kms:eu-west-1:222222222222:key/1234abcd-…',
  })
  keyArn?: string;
}
