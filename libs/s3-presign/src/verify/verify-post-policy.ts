import { MAX_EXPIRES_IN } from '../presign/presigner.js';
import { parseAmzDate, type EpochSeconds } from '../sigv4/amz-date.js';
import { ALGORITHM, signature, signingKey } from '../sigv4/signature.js';
import { equalInConstantTime, findCredentials } from './check-signature.js';
import { parseCredential } from './credential.js';
import { checkConditions } from './policy-conditions.js';
import { parsePolicy } from './policy-document.js';
import {
  accessDenied,
  malformedField,
  missingField,
  notYetValid,
  policyExpired,
  signatureDoesNotMatch,
} from './refusals.js';
import { CLOCK_TOLERANCE, type VerifyOptions } from './verification.js';

/** A form as the server received it. */
export interface ReceivedForm {
  /** The bucket that the URL names. */
  readonly bucket: string;
  /** The fields that precede the file, by lower-case name, with `${filename}` replaced. */
  readonly fields: ReadonlyMap<string, string>;
  /** The size of the file in bytes. */
  readonly fileSize: number;
}

export interface VerifiedForm {
  readonly accessKeyId: string;
  /** The time of signing, as in `x-amz-date`. */
  readonly signedAt: EpochSeconds;
}

/**
 * Verifies a posted form at least as strictly as S3: its signature, its expiry, and every field against the policy.
 * Source: S3 Developer Guide, "Authenticating requests in browser-based uploads using POST".
 *
 * @throws VerificationError
 */
export function verifyPostPolicy(form: ReceivedForm, options: VerifyOptions): VerifiedForm {
  const fields = requiredFields(form.fields);
  if (fields.algorithm !== ALGORITHM) throw malformedField(`X-Amz-Algorithm only supports "${ALGORITHM}"`);
  const signedAt = parseAmzDate(fields.amzDate);
  if (signedAt === undefined) throw malformedField('X-Amz-Date must be formated via ISO8601 Long format');
  const credential = parseCredential(fields.credential, fields.amzDate, options, malformedField);
  if (signedAt - options.now > CLOCK_TOLERANCE) throw notYetValid();

  const { accessKeyId, day, region, service } = credential;
  const token = form.fields.get('x-amz-security-token');
  const { secretAccessKey } = findCredentials(accessKeyId, token, options);
  const expected = signature(signingKey(secretAccessKey, day, region, service), fields.policy);
  if (!equalInConstantTime(fields.signature, expected)) throw signatureDoesNotMatch();

  const policy = parsePolicy(fields.policy);
  const isOver = options.now * 1000 >= policy.expiration || options.now >= signedAt + MAX_EXPIRES_IN;
  if (isOver) throw policyExpired();
  checkConditions(policy, withBucket(form), form.fileSize);
  return { accessKeyId, signedAt };
}

function requiredFields(fields: ReadonlyMap<string, string>) {
  const isAnonymous = !SIGNING.some((name) => fields.has(name.toLowerCase()));
  if (isAnonymous) throw accessDenied('Access Denied');
  const required = (name: string): string => {
    const value = fields.get(name.toLowerCase());
    if (!value) throw missingField(name);
    return value;
  };
  const [algorithm, credential, amzDate, sealed] = SIGNING.map(required) as [string, string, string, string];
  return { algorithm, credential, amzDate, signature: sealed, policy: required('Policy') };
}

const SIGNING = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature'];

/** Adds the bucket to the fields. A condition must name the bucket, whether or not the form has a field for it. */
function withBucket({ bucket, fields }: ReceivedForm): ReadonlyMap<string, string> {
  const named = fields.get('bucket') ?? bucket;
  if (named !== bucket) throw accessDenied('Invalid according to Policy: the form names another bucket.');
  return new Map(fields).set('bucket', bucket);
}
